using ChefActors.Core.Delivery;
using ChefActors.Core.Nodes;
using ChefActors.Core.Znodes;
using ChefActors.NodeHost.Delivery;
using ChefActors.ZooKeeper;
using PresenceRecord = ChefActors.Core.Nodes.Presence;

namespace ChefActors.NodeHost.Presence;

/// <summary>T0 over one session: the node's znodes, then <c>alive</c>; one's own ghost is replaced, another host's place is left alone.</summary>
/// <param name="node">This node.</param>
/// <param name="presence">What <c>alive</c> says.</param>
/// <param name="fresh">The cluster's identity, should there be none yet.</param>
/// <param name="crash">Where to end, in a test.</param>
internal sealed class RegistrationProcedure(NodeName node, PresenceRecord presence, ClusterIdentity fresh, CrashPoint crash)
{
    private readonly byte[] _presence = PayloadCodec.Write(presence, PayloadJson.Default.Presence);

    /// <summary>Registers.</summary>
    /// <param name="client">The session that <c>alive</c> will belong to.</param>
    /// <param name="clusterId">The cluster that the journal belongs to; null: none yet, or another one is to be adopted.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="SessionExpiredException">The session ended; register in the next one.</exception>
    internal Task<RegistrationAnswer> RegisterAsync(IZooKeeperClient client, string? clusterId, CancellationToken cancellationToken) =>
        LostReplies.DecideAnewAsync(client, "/", () => RegisterOnceAsync(client, clusterId, cancellationToken), cancellationToken);

    /// <summary>Watches the registration: completes when <c>alive</c> is not there, though its session lives (somebody deleted it by hand).</summary>
    internal async Task LostAsync(IZooKeeperClient client, CancellationToken cancellationToken)
    {
        while (true)
        {
            var changed = new TaskCompletionSource();
            var stat = await client.ExistsAsync(
                ZnodeLayout.Alive(node),
                _ =>
                {
                    changed.TrySetResult();
                    return ValueTask.CompletedTask;
                },
                cancellationToken);
            if (stat is null) return;
            await changed.Task.WaitAsync(cancellationToken);
        }
    }

    private async Task<RegistrationAnswer> RegisterOnceAsync(IZooKeeperClient client, string? clusterId, CancellationToken cancellationToken)
    {
        var reading = await ClusterProcedure.ReadOrMakeAsync(client, fresh, crash, cancellationToken);
        if (!reading.IsValid) return new RegistrationAnswer.BadCluster(reading.Error.Text);
        if (clusterId is not null && clusterId != reading.Value.Id) return new RegistrationAnswer.WrongCluster(reading.Value, clusterId);
        await CreateMissingAsync(client, cancellationToken);
        while (true)
        {
            var created = await crash.AroundAsync(CrashWork.Register, () => client.MultiAsync(RegistrationTransaction.Register(node, _presence), cancellationToken));
            if (created.Succeeded) return new RegistrationAnswer.Registered(reading.Value);
            RefusedOperation.ThrowUnlessStale(new ZnodeOperation.Check(ZnodeLayout.Alive(node)), created.Error);
            if (await client.TryGetDataAsync(ZnodeLayout.Alive(node), cancellationToken) is not { } alive) continue;
            if (alive.Stat.EphemeralOwner == client.SessionId) return new RegistrationAnswer.Registered(reading.Value);
            var there = PayloadCodec.Read(alive.Data ?? [], PayloadJson.Default.Presence).Value;
            if (!presence.IsSameHostAs(there))
                return new RegistrationAnswer.Occupied(there is null ? "a host that does not say who it is" : $"machine {there.MachineId}, pid {there.Pid}, journal {there.Journal}");

            // This journal is locked by this process, so whoever made that znode with it is dead.
            var replaced = await crash.AroundAsync(CrashWork.ReplaceGhost, () => client.MultiAsync(RegistrationTransaction.ReplaceGhost(node, _presence), cancellationToken));
            if (replaced.Succeeded)
                return new RegistrationAnswer.Registered(reading.Value);
        }
    }

    private async Task CreateMissingAsync(IZooKeeperClient client, CancellationToken cancellationToken)
    {
        // All questions in one flight: on a node that is known already this costs one round trip and no write.
        var znodes = RegistrationTransaction.Znodes(node);
        var stats = await Task.WhenAll(znodes.Select(path => client.ExistsAsync(path, null, cancellationToken)));
        await Task.WhenAll(znodes.Where((_, i) => stats[i] is null).Select(CreateAsync));

        async Task CreateAsync(string path)
        {
            try
            {
                await crash.AroundAsync(CrashWork.MakeZnodes, () => client.CreateAsync(path, [], cancellationToken: cancellationToken));
            }
            catch (NodeExistsException)
            {
                // Made meanwhile.
            }
        }
    }
}
