using System.Text;
using ChefActors.Core.Nodes;
using ChefActors.Core.Results;
using ChefActors.Core.Znodes;
using ChefActors.ZooKeeper;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChefActors.Benchmarks.Rest;

/// <summary>Nodes that exist as znodes alone, alive as long as this object is.</summary>
internal sealed class ZnodeFleet : IAsyncDisposable
{
    /// <summary>The end of their names.</summary>
    internal const string Suffix = ".fleet.bench";

    private const int NodesPerTransaction = 10;

    private readonly IZooKeeperClient _client;

    private ZnodeFleet(IZooKeeperClient client) => _client = client;

    /// <summary>Writes them, below a <c>/node</c> that exists.</summary>
    internal static async Task<ZnodeFleet> WriteAsync(string connect, int nodes)
    {
        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var client = await new ZooKeeperConnector(new ZooKeeperOptions(connect), TimeProvider.System, NullLoggerFactory.Instance).ConnectAsync(bound.Token);
        foreach (var numbers in Enumerable.Range(0, nodes).Chunk(NodesPerTransaction))
        {
            var result = await client.MultiAsync([.. numbers.SelectMany(Znodes)]);
            if (!result.Succeeded) throw new InvalidOperationException($"the fleet cannot be written: {result.Error}");
        }

        return new ZnodeFleet(client);
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _client.DisposeAsync();

    private static IEnumerable<ZnodeOperation> Znodes(int number)
    {
        var node = NodeName.Parse($"web-{number:000}{Suffix}");
        yield return new ZnodeOperation.Create(ZnodeLayout.Node(node), []);
        yield return new ZnodeOperation.Create(ZnodeLayout.Inbox(node), []);
        yield return new ZnodeOperation.Create(ZnodeLayout.Facts(node), Facts(node, number));
        yield return new ZnodeOperation.Create(ZnodeLayout.Activity(node), PayloadCodec.Write(new Activity { State = ActivityState.Idle }, PayloadJson.Default.Activity));
        yield return new ZnodeOperation.Create(ZnodeLayout.NodeResult(node), PayloadCodec.Write(Result(node), PayloadJson.Default.CommandResult));
        yield return new ZnodeOperation.Create(ZnodeLayout.Alive(node), PayloadCodec.Write(Alive(number), PayloadJson.Default.Presence), CreateMode.Ephemeral);
    }

    private static Presence Alive(int number) => new()
    {
        AgentVersion = "0.1.0",
        Pid = 1000 + number,
        BootId = $"boot-{number}",
        MachineId = $"machine-{number}",
        Journal = $"journal-{number}",
        Started = DateTimeOffset.UnixEpoch,
    };

    private static CommandResult Result(NodeName node) => new()
    {
        Command = "slot-1",
        Node = node.Value,
        State = ResultState.Succeeded,
        ExitCode = 0,
        Attempt = 1,
        StartedAt = DateTimeOffset.UnixEpoch,
        FinishedAt = DateTimeOffset.UnixEpoch.AddMinutes(1),
        Resources = new ResourceCount(1, 3),
        LogTail = new string('x', 1024),
    };

    private static byte[] Facts(NodeName node, int number) => Encoding.UTF8.GetBytes(
        $$"""
        {"v":1,"name":"{{node}}","fqdn":"{{node}}","ip":"10.0.{{number / 250}}.{{number % 250}}","machine_id":"machine-{{number}}","boot_id":"boot-{{number}}","platform":"debian","platform_version":"12","kernel":"6.1.0","arch":"x64","cpus":4,"memory_mb":16000,"agent_version":"0.1.0","location":"kr/seoul/prod/web","chef_mode":"run_list","tags":["role=web","env=prod"]}
        """);
}
