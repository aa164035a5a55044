using System.Globalization;
using ChefActors.ZooKeeper;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChefActors.Benchmarks.ClientSoak;

/// <summary>
/// Sessions that work without a pause and check every answer, in a process of their own: pipelined sets and gets, ephemeral znodes, transactions, watches that fire and
/// watches that stay, a session that ends and another that begins. What a lost connection leaves open is read again.
/// </summary>
internal sealed class ClientSoakLoad(string connect, int sessions)
{
    private const int Pipelined = 50;
    private const int LinesPerLook = 10;

    private readonly ZooKeeperConnector _connector =
        new(new ZooKeeperOptions(connect) { SessionTimeout = TimeSpan.FromSeconds(30) }, TimeProvider.System, NullLoggerFactory.Instance);

    private long _rounds;
    private long _losses;
    private long _opened;
    private long _live;

    /// <summary>Works until stdin says anything; prints every second what it has done and, from every tenth second, the bytes of objects that are in use.</summary>
    internal async Task RunAsync()
    {
        await using (var first = await _connector.ConnectAsync(CancellationToken.None)) await first.CreateAsync("/soak", null);
        using var stop = new CancellationTokenSource();
        var working = Task.WhenAll(Enumerable.Range(0, sessions).Select(number => WorkAsync($"/soak/{number}", stop.Token)));
        var asked = Task.Run(Console.In.ReadLine); // Reading the console asynchronously blocks.
        var lines = 0;
        while (await Task.WhenAny(asked, working, Task.Delay(TimeSpan.FromSeconds(1))) is var done && done != asked)
        {
            if (done == working) await working;
            if (lines++ % LinesPerLook == 0) _live = GC.GetTotalMemory(forceFullCollection: true);
            Console.WriteLine(Line("load"));
        }

        await stop.CancelAsync();
        await working;
        Console.WriteLine(Line("done"));
    }

    private string Line(string word) => string.Create(
        CultureInfo.InvariantCulture, $"{word} {Interlocked.Read(ref _rounds)} {Interlocked.Read(ref _losses)} {Interlocked.Read(ref _opened)} {_live}");

    private async Task WorkAsync(string path, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await using var client = await _connector.ConnectAsync(CancellationToken.None);
            Interlocked.Increment(ref _opened);
            try
            {
                // Then another session: what one leaves behind would add up.
                for (var i = 0; i < 200 && !stop.IsCancellationRequested; i++) await RoundAsync(client, path);
            }
            catch (SessionExpiredException)
            {
                // A server that was away for too long: the next one.
            }
        }
    }

    private async Task RoundAsync(IZooKeeperClient client, string path)
    {
        try
        {
            if (await client.ExistsAsync(path) is null) await client.CreateAsync(path, null);
            await PipelineAsync(client, path);
            await WatchAsync(client, path);
            var made = await client.CreateAsync(path + "/e-", null, CreateMode.EphemeralSequential);
            var result = await client.MultiAsync([new ZnodeOperation.Check(path), new ZnodeOperation.SetData(path, [1]), new ZnodeOperation.Delete(made.Path)]);
            Check(result.Succeeded, $"a transaction was refused: {result.Error}");
            Interlocked.Increment(ref _rounds);
        }
        catch (ConnectionLossException)
        {
            Interlocked.Increment(ref _losses);
        }
        catch (NodeExistsException)
        {
            // Made by the request whose answer was lost.
        }
    }

    private static async Task PipelineAsync(IZooKeeperClient client, string path)
    {
        var sets = new Task<Stat>[Pipelined];
        var gets = new Task<ZnodeData>[Pipelined];
        for (var i = 0; i < Pipelined; i++) (sets[i], gets[i]) = (client.SetDataAsync(path, BitConverter.GetBytes(i)), client.GetDataAsync(path));
        await Task.WhenAll([.. sets, .. gets]);
        for (var i = 0; i < Pipelined; i++) Check(BitConverter.ToInt32((await gets[i]).Data) == i && (await gets[i]).Stat == await sets[i], $"get {i} of {path} is not what was set before it");
    }

    private static async Task WatchAsync(IZooKeeperClient client, string path)
    {
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await client.GetDataAsync(path, _ =>
        {
            told.TrySetResult();
            return ValueTask.CompletedTask;
        });
        await using var stays = await client.AddWatchAsync(path, WatchMode.Persistent);
        await client.SetDataAsync(path, []);
        await told.Task.WaitAsync(TimeSpan.FromMinutes(1));
    }

    private static void Check(bool holds, string otherwise)
    {
        if (!holds) throw new InvalidOperationException(otherwise);
    }
}
