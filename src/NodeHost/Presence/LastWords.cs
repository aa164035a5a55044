using ChefActors.Core.Nodes;
using ChefActors.Core.Znodes;
using ChefActors.NodeHost.Delivery;
using ChefActors.NodeHost.Journal;
using ChefActors.ZooKeeper;
using PresenceRecord = ChefActors.Core.Nodes.Presence;

namespace ChefActors.NodeHost.Presence;

/// <summary>
/// Writes <c>activity</c> when no actor is there to do it, over a session of its own that is closed at once. Only for the eye: what stands in
/// another cluster, or of another host of this name, is left alone, and a ZooKeeper that does not answer soon is not waited for.
/// </summary>
/// <param name="connector">Opens the session.</param>
/// <param name="node">This node.</param>
/// <param name="presence">Who this is.</param>
/// <param name="journal">Knows the cluster.</param>
/// <param name="time">Bounds the attempt.</param>
internal sealed class LastWords(IZooKeeperConnector connector, NodeName node, PresenceRecord presence, IRunJournal journal, TimeProvider time)
{
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(5);

    /// <summary>Writes it.</summary>
    /// <exception cref="IOException">It could not be written; the message says why.</exception>
    internal async Task SayAsync(Activity activity)
    {
        using var bound = new CancellationTokenSource(Within, time);
        try
        {
            await using var client = await connector.ConnectAsync(bound.Token);
            if (await ForeignAsync(client, bound.Token) is { } foreign) throw new IOException($"the znode activity was left as it is: {foreign}");
            await client.SetDataAsync(ZnodeLayout.Activity(node), PayloadCodec.Write(activity, PayloadJson.Default.Activity), cancellationToken: bound.Token);
        }
        catch (ZooKeeperException e)
        {
            throw new IOException($"the znode activity could not be written: {e.Message}", e);
        }
        catch (OperationCanceledException e)
        {
            throw new IOException($"the znode activity could not be written: no answer from ZooKeeper at {connector.ConnectionString} within {Within.TotalSeconds:0} s", e);
        }
    }

    private async Task<string?> ForeignAsync(IZooKeeperClient client, CancellationToken cancellationToken)
    {
        if (await client.TryGetDataAsync(ZnodeLayout.Cluster, cancellationToken) is not { } cluster
            || PayloadCodec.Read(cluster.Data ?? [], PayloadJson.Default.ClusterIdentity).Value?.Id != journal.State.ClusterId)
        {
            return "this ZooKeeper is not the cluster that this node belongs to";
        }

        return await client.TryGetDataAsync(ZnodeLayout.Alive(node), cancellationToken) is { } alive
            && !presence.IsSameHostAs(PayloadCodec.Read(alive.Data ?? [], PayloadJson.Default.Presence).Value)
            ? "another node host has this name"
            : null;
    }
}
