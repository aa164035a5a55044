using ChefActors.Testing;
using ChefActors.ZooKeeper;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChefActors.Integration.Tests;

/// <summary><c>chefactors zookeeper --data-dir</c>, killed under load again and again.</summary>
public sealed class CoordinationServerCrashTests : IDisposable
{
    private const int Kills = 20;
    private const int Writers = 4;

    private readonly TemporaryDirectory _directory = new();
    private readonly int _port = LoopbackPorts.Take();
    private readonly int[] _tried = new int[Writers];
    private readonly int[] _acknowledged = new int[Writers];

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task What_was_acknowledged_and_the_sessions_outlive_a_server_that_is_killed_under_load()
    {
        await using var client = await StartAndConnect();
        var session = client.Client.SessionId;
        await client.Client.CreateAsync("/alive", null, CreateMode.Ephemeral);
        for (var w = 0; w < Writers; w++) await client.Client.CreateAsync($"/w{w}", BitConverter.GetBytes(0));
        using var stop = new CancellationTokenSource();
        var writers = Enumerable.Range(0, Writers).Select(w => WriteAsync(client.Client, w, stop.Token)).ToArray();
        for (var kill = 1; kill <= Kills; kill++)
        {
            // Further than at the last kill, by a number that differs from round to round.
            var goal = _acknowledged.Sum() + (37 * kill % 200) + 1;
            await Eventually.BecomesTrue(() => _acknowledged.Sum() >= goal, $"writes are acknowledged before kill {kill}");
            await client.Server.Kill();
            var promised = (int[])_acknowledged.Clone();
            await client.Restart();
            await CheckAsync(promised, kill);
        }

        await stop.CancelAsync();
        await Task.WhenAll(writers);
        Assert.Equal(session, client.Client.SessionId);
        Assert.Equal(session, (await client.Client.ExistsAsync("/alive"))!.Value.EphemeralOwner);
    }

    private async Task WriteAsync(IZooKeeperClient client, int writer, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var value = ++_tried[writer];
            try
            {
                await client.SetDataAsync($"/w{writer}", BitConverter.GetBytes(value), cancellationToken: CancellationToken.None);
                await client.CreateAsync($"/w{writer}/{value}", new byte[500], cancellationToken: CancellationToken.None);
                _acknowledged[writer] = value;
            }
            catch (ConnectionLossException)
            {
                // Killed: this one may have happened or not, and is promised to nobody.
            }
        }
    }

    /// <summary>By another session, so that nothing is taken from a memory of the client's.</summary>
    private async Task CheckAsync(int[] promised, int kill)
    {
        await using var reader = await ConnectAsync();
        for (var w = 0; w < Writers; w++)
        {
            var value = BitConverter.ToInt32((await reader.GetDataAsync($"/w{w}")).Data!);
            Assert.True(value >= promised[w] && value <= _tried[w], $"kill {kill}, writer {w}: {promised[w]} was acknowledged, {value} is there");
            var names = (await reader.GetChildrenAsync($"/w{w}")).Names.ToHashSet();
            if (promised[w] > 0) Assert.Contains(promised[w].ToString(System.Globalization.CultureInfo.InvariantCulture), names);
        }
    }

    private async Task<Life> StartAndConnect()
    {
        var server = await StartAsync();
        return new Life(server, await ConnectAsync(), StartAsync);
    }

    private async Task<TestProcess> StartAsync()
    {
        var server = TestProcess.Start(Repository.Executable("chefactors"), ["zookeeper", "--port", $"{_port}", "--data-dir", _directory["data"]]);
        await server.WaitForLine(line => line == $"ZooKeeper serving on 127.0.0.1:{_port}", "it serves");
        return server;
    }

    private Task<IZooKeeperClient> ConnectAsync() =>
        new ZooKeeperConnector(new ZooKeeperOptions($"127.0.0.1:{_port}") { SessionTimeout = TimeSpan.FromSeconds(30) }, TimeProvider.System, NullLoggerFactory.Instance).ConnectAsync(CancellationToken.None);

    private sealed class Life(TestProcess server, IZooKeeperClient client, Func<Task<TestProcess>> start) : IAsyncDisposable
    {
        public TestProcess Server { get; private set; } = server;

        public IZooKeeperClient Client => client;

        public async Task Restart()
        {
            await Server.DisposeAsync();
            Server = await start();
        }

        public async ValueTask DisposeAsync()
        {
            await client.DisposeAsync();
            await Server.DisposeAsync();
        }
    }
}
