using System.Collections.Immutable;
using ChefActors.Controller.Aggregation;
using ChefActors.Controller.Dispatching;
using ChefActors.Controller.Rollouts;
using ChefActors.Core.Delivery;
using ChefActors.Core.Nodes;
using ChefActors.Core.Rollouts;
using ChefActors.Core.Znodes;
using ChefActors.ZooKeeper;

namespace ChefActors.Controller.Ownership;

/// <summary>T2: this session takes over a rollout that nobody drives, and reads all of it. An expired session is thrown.</summary>
internal sealed class RolloutTakeOver(IZooKeeperClient client, IRolloutWrites writes, OwnerClock clock, ControllerIdentity me)
{
    /// <summary>Takes over, unless another session owns it or it has ended.</summary>
    public async Task<StartOutcome> TakeOverAsync(string rollout, CancellationToken cancellationToken) =>
        (await Attempts.UntilAnsweredAsync(() => TryAsync(rollout, cancellationToken)))!;

    private async Task<StartOutcome?> TryAsync(string rollout, CancellationToken cancellationToken)
    {
        await client.SyncAsync(ZnodeLayout.State(rollout), cancellationToken);
        // The state is read before the owner: if the owner goes and another comes in between, the version tells.
        if (await RolloutReads.StateAsync(client, rollout, cancellationToken) is not { } state) return new StartOutcome(new StartAnswer.Unknown(), null);
        if (state.Value.Phase.IsEnded()) return new StartOutcome(new StartAnswer.Ended(), null);
        var ghost = false;
        if (await RolloutReads.OwnerAsync(client, rollout, cancellationToken) is { } owner)
        {
            var isMine = owner.Value.Controller == me.Id;
            if (!isMine) return new StartOutcome(new StartAnswer.OwnedByOther(owner.Value.Controller), null);
            // Made by T1 or by a T2 whose answer was lost: the state holds this owner's epoch already.
            if (owner.Stat.EphemeralOwner == client.SessionId)
                return state.Value.Owner == me.Id ? await LoadAsync(rollout, state.Value, state.Version, cancellationToken) : null;
            ghost = true;
        }

        var next = state.Value with { Epoch = state.Value.Epoch + 1, Owner = me.Id };
        var operations = RolloutTransaction.TakeOver(rollout, me.Document(clock.Now), next, state.Version);
        // This process's own session of before, which the servers have not ended yet: a forced take-over is safe, as the state is the fence.
        if (ghost) operations = [new ZnodeOperation.Delete(ZnodeLayout.Owner(rollout)), .. operations];
        return await writes.IsWrittenAsync(WriteKind.TakeOver, operations, cancellationToken) ? await LoadAsync(rollout, next, state.Version + 1, cancellationToken) : null;
    }

    private async Task<StartOutcome?> LoadAsync(string rollout, RolloutState state, int version, CancellationToken cancellationToken)
    {
        var plan = RolloutReads.PlanAsync(client, rollout, cancellationToken);
        var control = RolloutReads.ControlAsync(client, rollout, null, cancellationToken);
        // Targets that are not all written yet do not matter: nothing was dispatched.
        var targets = state.Chunks is null ? Task.FromResult(ImmutableArray<TargetNode>.Empty) : RolloutReads.TargetsAsync(client, rollout, cancellationToken);
        var rows = RolloutReads.RowsAsync(client, rollout, ImmutableHashSet<NodeName>.Empty, cancellationToken);
        await Task.WhenAll(plan, control, targets, rows);
        if (await plan is not { } p || await control is not { } c) return new StartOutcome(new StartAnswer.Unknown(), null);
        return StartOutcome.Driving(new LoadedRollout(p.Value, state, version, c.Value, c.Version, await targets, await rows));
    }
}
