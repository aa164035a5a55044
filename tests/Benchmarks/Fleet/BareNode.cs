using ChefActors.Core.Commands;
using ChefActors.Core.Delivery;
using ChefActors.Core.Nodes;
using ChefActors.Core.Results;
using ChefActors.Core.Znodes;
using ChefActors.ZooKeeper;

namespace ChefActors.Benchmarks.Fleet;

/// <summary>
/// A session that sends the requests of a node host, watch for watch, and does nothing else: no actors, no journal, no checks, no rules. The floor
/// under what a node host can need.
/// </summary>
internal sealed class BareNode(IZooKeeperClient client, NodeName node)
{
    private const string Journal = "00000000000000000000000000000000";

    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Never ends unless a request failed.</summary>
    internal Task Failed => _failed.Task;

    /// <summary>T0, and the watches.</summary>
    internal async Task BeginAsync()
    {
        foreach (var path in RegistrationTransaction.Znodes(node).Skip(1)) await client.CreateAsync(path, []);
        var alive = await client.MultiAsync(RegistrationTransaction.Register(node, new byte[200]));
        if (!alive.Succeeded) throw new InvalidOperationException($"{node}: {alive.Error}");
        await client.GetDataAsync(ZnodeLayout.Node(node), _ => ValueTask.CompletedTask);
        await ListAsync();
    }

    private async Task ListAsync()
    {
        var entries = await client.GetChildrenAsync(ZnodeLayout.Inbox(node), WhenSeen(ListAsync));
        foreach (var id in entries.Names.Where(_seen.Add)) _ = GuardAsync(() => RunAsync(id));
    }

    /// <summary>Read, T5, then what T6 reads and T6.</summary>
    private async Task RunAsync(string id)
    {
        var entry = await ReadAsync(id);
        var claim = await client.MultiAsync(ClaimTransaction.Operations(node, id, CommandReader.WithClaim(entry.Data!, new Claim(Journal, 1)), entry.Stat.Version));
        if (!claim.Succeeded) throw new InvalidOperationException($"{node}: claim: {claim.Error}");
        var (there, row) = (client.ExistsAsync(ZnodeLayout.Entry(node, id)), client.GetDataAsync(ZnodeLayout.Row(id, node)));
        var bytes = PayloadCodec.Write(Result(id), PayloadJson.Default.CommandResult);
        var result = await client.MultiAsync(ResultTransaction.Operations(node, id, (await there)!.Value.Version, (await row).Stat.Version, bytes, bytes));
        if (!result.Succeeded) throw new InvalidOperationException($"{node}: result: {result.Error}");
    }

    private Task<ZnodeData> ReadAsync(string id) => client.GetDataAsync(ZnodeLayout.Entry(node, id), WhenSeen(async () =>
    {
        try
        {
            await ReadAsync(id);
        }
        catch (NoNodeException)
        {
            // Its result is in.
        }
    }));

    private WatchHandler WhenSeen(Func<Task> then) => watchEvent =>
    {
        // Not awaited: a node host's handler only wakes an actor.
        if (watchEvent.Type != WatchEventType.None) _ = GuardAsync(then);
        return ValueTask.CompletedTask;
    };

    private async Task GuardAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception e)
        {
            _failed.TrySetException(e);
        }
    }

    private CommandResult Result(string id) => new()
    {
        Command = id,
        Rollout = id,
        Node = node.Value,
        State = ResultState.Succeeded,
        ExitCode = 0,
        Mode = RunMode.Override,
        RunList = FleetRollout.RunList,
        Attempt = 1,
        ReceivedAt = DateTimeOffset.UnixEpoch,
        StartedAt = DateTimeOffset.UnixEpoch,
        FinishedAt = DateTimeOffset.UnixEpoch,
        LogTail = "",
        AgentVersion = "0.1.0",
    };
}
