using System.Security.Cryptography;
using ChefActors.Core.Commands;
using ChefActors.Core.Delivery;
using ChefActors.Core.Nodes;
using ChefActors.Core.Results;
using ChefActors.Core.Rollouts;
using ChefActors.Core.Znodes;
using ChefActors.NodeHost;
using ChefActors.ZooKeeper;

namespace ChefActors.Benchmarks.Fleet;

/// <summary>One command to all nodes of a side: T4 in batches, then every row. What a controller would decide is left out.</summary>
internal sealed class FleetRollout(IZooKeeperClient client, string cluster)
{
    /// <summary>What is asked for.</summary>
    internal static readonly IReadOnlyList<string> RunList = ["recipe[cookbook_c]"];

    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(2);

    /// <summary>Dispatches and waits for all results; gives wall time from the first dispatch to the last row, and this process's processor time.</summary>
    /// <param name="nodes">To whom.</param>
    /// <param name="failed">Ends early when the side has failed.</param>
    internal async Task<(double WallMs, double CpuMs)> RunAsync(IReadOnlyList<NodeName> nodes, Task failed)
    {
        var id = CommandId.NewRollout(TimeProvider.System.GetUtcNow(), RandomNumberGenerator.GetBytes(10));
        await CreateAsync(id);
        var entries = nodes.Select(node => (node, PayloadCodec.Write(Command(id, node), PayloadJson.Default.Command))).ToList();
        var (cpu, start) = (Environment.CpuUsage.TotalTime, BootClock.Now);
        var dispatched = entries.Chunk(DispatchTransaction.NodesAtMost).Select(batch => DispatchAsync(id, batch)).ToList();
        await Task.WhenAll(dispatched);
        var rows = Task.WhenAll(nodes.Select(node => RowAsync(id, node))).WaitAsync(Bound);
        if (await Task.WhenAny(rows, failed) == failed) await failed;
        await rows;
        var (wall, used) = (BootClock.Now - start, Environment.CpuUsage.TotalTime - cpu);
        await CheckAsync(id, nodes);
        return (wall.TotalMilliseconds, used.TotalMilliseconds);
    }

    private async Task CreateAsync(string id)
    {
        var made = await client.MultiAsync(
        [
            new ZnodeOperation.Create(ZnodeLayout.Rollout(id), []),
            new ZnodeOperation.Create(ZnodeLayout.State(id), PayloadCodec.Write(new RolloutState { Phase = RolloutPhase.Running }, PayloadJson.Default.RolloutState)),
            new ZnodeOperation.Create(ZnodeLayout.Control(id), PayloadCodec.Write(new ControlDocument(), PayloadJson.Default.ControlDocument)),
            new ZnodeOperation.Create(ZnodeLayout.Rows(id), []),
        ]);
        if (!made.Succeeded) throw new InvalidOperationException($"the rollout cannot be written: {made.Error}");
    }

    private async Task DispatchAsync(string id, IReadOnlyList<(NodeName Node, byte[] Entry)> batch)
    {
        var result = await client.MultiAsync(DispatchTransaction.Dispatch(id, 0, 0, batch));
        if (!result.Succeeded) throw new InvalidOperationException($"a dispatch was refused: {result.Error}, operation {result.FailedIndex}");
    }

    /// <summary>Ends when the row is not empty any more.</summary>
    private async Task RowAsync(string id, NodeName node)
    {
        var written = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var row = await client.GetDataAsync(ZnodeLayout.Row(id, node), _ =>
        {
            written.TrySetResult();
            return ValueTask.CompletedTask;
        });
        if (row.Data is null or []) await written.Task;
    }

    private async Task CheckAsync(string id, IReadOnlyList<NodeName> nodes)
    {
        var rows = await Task.WhenAll(nodes.Select(node => client.GetDataAsync(ZnodeLayout.Row(id, node))));
        var results = rows.Select(row => PayloadCodec.Read(row.Data ?? [], PayloadJson.Default.CommandResult).Value).ToList();
        if (results.FirstOrDefault(result => result?.State != ResultState.Succeeded) is { } odd) throw new InvalidOperationException($"{odd.Node} ended as {odd.State.Word()}: {odd.Reason?.Text}");
        if (results.Any(result => result is null)) throw new InvalidOperationException("a row holds no result");
    }

    private Command Command(string id, NodeName node) => new()
    {
        Id = id,
        Rollout = id,
        Node = node.Value,
        Epoch = 1,
        Kind = CommandKind.Converge,
        Mode = RunMode.Override,
        RunList = RunList,
        AcceptBy = TimeProvider.System.GetUtcNow() + TimeSpan.FromMinutes(10),
        Cluster = cluster,
        IssuedAt = TimeProvider.System.GetUtcNow(),
        IssuedBy = "bench@localhost",
    };
}
