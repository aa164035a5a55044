using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using ChefActors.Testing;
using ChefActors.ZooKeeper;
using ChefActors.ZooKeeper.Recipes;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit.Abstractions;

namespace ChefActors.Conformance.Tests.Histories;

/// <summary>Clients on three of Apache's servers that are killed and frozen, the leader before all others; what the clients saw is checked afterwards.</summary>
[Trait("needs", "debian")]
public sealed class EnsembleHistoryTests(ITestOutputHelper output) : IAsyncLifetime
{
    private static readonly TimeSpan Disturbed = TimeSpan.FromSeconds(20);
    private readonly int _seed = Environment.TickCount;
    private RealZooKeeper _ensemble = null!;

    public async Task InitializeAsync()
    {
        output.WriteLine($"seed {_seed}");
        _ensemble = await RealZooKeeper.StartAsync(3, "tickTime=500", "maxSessionTimeout=40000");
    }

    public async Task DisposeAsync() => await _ensemble.DisposeAsync();

    [Fact]
    public async Task A_register_is_linearizable_while_servers_die_and_freeze()
    {
        await using (var client = await ConnectAsync(0)) await client.CreateAsync("/register", []);
        using var stop = new CancellationTokenSource();
        var history = new ConcurrentBag<RegisterOperation>();
        var clients = Enumerable.Range(1, 5).Select(number => Task.Run(() => ReadAndWriteAsync(number, history, stop.Token))).ToList();
        await EnsembleSchedule.DisturbAsync(_ensemble, _seed, Disturbed);
        var before = history.Count;
        await Eventually.BecomesTrue(() => history.Count > before + 20, "that the clients go on afterwards", TimeSpan.FromSeconds(60));
        await stop.CancelAsync();
        await Task.WhenAll(clients);
        output.WriteLine($"{history.Count} operations, {history.Count(operation => operation.Ended is null)} without an answer");
        Assert.Contains(history, operation => operation is { IsWrite: true, Zxid: not null });
        Assert.Empty(RegisterChecker.Violations([.. history], ""));
    }

    [Fact]
    public async Task A_lock_is_never_held_by_two_while_servers_die_and_freeze()
    {
        using var stop = new CancellationTokenSource();
        var holdings = new ConcurrentBag<(long Began, long Ended, long Token)>();
        var clients = Enumerable.Range(1, 4).Select(number => Task.Run(() => HoldAsync(number, holdings, stop.Token))).ToList();
        await EnsembleSchedule.DisturbAsync(_ensemble, _seed, Disturbed);
        var before = holdings.Count;
        await Eventually.BecomesTrue(() => holdings.Count > before + 8, "that the lock is had afterwards", TimeSpan.FromSeconds(60));
        await stop.CancelAsync();
        await Task.WhenAll(clients);
        output.WriteLine($"held {holdings.Count} times");
        var inOrder = holdings.OrderBy(holding => holding.Began).ToList();
        for (var i = 1; i < inOrder.Count; i++)
        {
            Assert.True(inOrder[i - 1].Ended <= inOrder[i].Began, $"held by two for {Stopwatch.GetElapsedTime(inOrder[i].Began, inOrder[i - 1].Ended).TotalMilliseconds} ms");
            Assert.True(inOrder[i - 1].Token < inOrder[i].Token, "a later holder has a lower token");
        }
    }

    private async Task ReadAndWriteAsync(int number, ConcurrentBag<RegisterOperation> history, CancellationToken stop)
    {
        for (var i = 0; !stop.IsCancellationRequested;)
        {
            await using var client = await ConnectAsync(number);
            while (!stop.IsCancellationRequested && client.State is SessionState.Connected or SessionState.Disconnected)
            {
                i++;
                var (isWrite, value, began) = (i % 3 == 0, $"{number}.{i}", Stopwatch.GetTimestamp());
                try
                {
                    if (isWrite)
                    {
                        var stat = await client.SetDataAsync("/register", Encoding.UTF8.GetBytes(value), cancellationToken: CancellationToken.None);
                        history.Add(new RegisterOperation(began, Stopwatch.GetTimestamp(), value, true, stat.Mzxid));
                    }
                    else
                    {
                        // A read alone may be of an older state: reads are the connected server's, sync brings it up to date.
                        var synced = client.SyncAsync("/register", CancellationToken.None);
                        var (data, stat) = await client.GetDataAsync("/register", null, CancellationToken.None);
                        await synced;
                        history.Add(new RegisterOperation(began, Stopwatch.GetTimestamp(), Encoding.UTF8.GetString(data ?? []), false, data is { Length: > 0 } ? stat.Mzxid : 0));
                    }
                }
                catch (ZooKeeperException e) when (e is ConnectionLossException or SessionExpiredException)
                {
                    if (isWrite) history.Add(new RegisterOperation(began, null, value, true, null));
                }

                await Task.Delay(5, CancellationToken.None);
            }
        }
    }

    private async Task HoldAsync(int number, ConcurrentBag<(long Began, long Ended, long Token)> holdings, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await using var client = await ConnectAsync(number);
            while (!stop.IsCancellationRequested && client.State is SessionState.Connected or SessionState.Disconnected)
            {
                try
                {
                    await using var lease = await new ZooKeeperLock(client, "/lock").AcquireAsync(cancellationToken: stop);
                    var began = Stopwatch.GetTimestamp();
                    try
                    {
                        await Task.Delay(20, lease.Lost);
                    }
                    catch (OperationCanceledException)
                    {
                        // Lost: whoever holds it stops at once.
                    }

                    holdings.Add((began, Stopwatch.GetTimestamp(), lease.FencingToken));
                }
                catch (Exception e) when (e is SessionExpiredException or LockLostException or OperationCanceledException)
                {
                    // Back to the queue, with another session if this one is over.
                }
            }
        }
    }

    private async Task<IZooKeeperClient> ConnectAsync(int number)
    {
        var options = new ZooKeeperOptions(_ensemble.ConnectString) { SessionTimeout = TimeSpan.FromSeconds(3), Seed = _seed + number };
        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        return await new ZooKeeperConnector(options, TimeProvider.System, NullLoggerFactory.Instance).ConnectAsync(bound.Token);
    }
}
