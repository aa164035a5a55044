using System.Text;
using ChefActors.Controller.Console;
using ChefActors.Core.Nodes;
using ChefActors.Core.Results;
using ChefActors.Core.Znodes;
using ChefActors.ZooKeeper;

namespace ChefActors.Controller.Demo;

/// <summary>(a) One node through its slot: nothing but ZooKeeper's own set and get.</summary>
internal sealed class SlotAct(DemoFleet fleet, DemoScreen screen, TimeProvider time)
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);

    /// <summary>Plays it.</summary>
    /// <param name="node">Its host serves.</param>
    /// <param name="began">The timestamp of the demonstration's start.</param>
    /// <param name="cancellationToken">Ctrl-C, SIGTERM.</param>
    /// <exception cref="VerbFailure">It did not go as told.</exception>
    public async Task PlayAsync(DemoNode node, long began, CancellationToken cancellationToken)
    {
        await screen.HeadAsync(DemoStory.SlotHeading);
        await screen.SayAsync(DemoStory.Slot(node));
        await using var client = await fleet.ConnectAsync(cancellationToken);
        var name = NodeName.Parse(node.Name);
        var set = await client.SetDataAsync(ZnodeLayout.Node(name), Encoding.UTF8.GetBytes(DemoStory.SlotJson), cancellationToken: cancellationToken);
        var command = $"slot-{set.Mzxid:x}";

        var wait = new DemoWait(time);
        var tail = fleet.Host(node).Tail;
        var data = await wait.ForAsync(() => ResultAsync(client, name, command, cancellationToken), $"a result of {command} at {ZnodeLayout.NodeResult(name)}", Bound, tail, cancellationToken);
        await screen.SayAsync(DemoStory.SlotResult(node, data, time.GetElapsedTime(began)));
        var state = PayloadCodec.Read(data, PayloadJson.Default.CommandResult).Value?.State;
        if (state != ResultState.Succeeded) throw new VerbFailure(ExitCode.Failed, $"the push through the slot should have succeeded; its result is above. {tail()}");

        await wait.UntilAsync(() => IsEmptyAsync(client, name, cancellationToken), $"{ZnodeLayout.Node(name)} is empty again", Bound, tail, cancellationToken);
        await screen.SayAsync(DemoStory.SlotIdle(node));
    }

    private static async Task<byte[]?> ResultAsync(IZooKeeperClient client, NodeName node, string command, CancellationToken cancellationToken)
    {
        try
        {
            var data = (await client.GetDataAsync(ZnodeLayout.NodeResult(node), cancellationToken: cancellationToken)).Data ?? [];
            return data.Length > 0 && PayloadCodec.Read(data, PayloadJson.Default.CommandResult).Value?.Command == command ? data : null;
        }
        catch (NoNodeException)
        {
            // Its first result is still to come.
            return null;
        }
    }

    private static async Task<bool> IsEmptyAsync(IZooKeeperClient client, NodeName node, CancellationToken cancellationToken) =>
        await client.ExistsAsync(ZnodeLayout.Node(node), cancellationToken: cancellationToken) is { DataLength: 0 };
}
