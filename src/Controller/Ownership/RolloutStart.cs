using System.Collections.Immutable;
using ChefActors.Controller.Aggregation;
using ChefActors.Controller.Dispatching;
using ChefActors.Controller.Rollouts;
using ChefActors.Core.Delivery;
using ChefActors.Core.Nodes;
using ChefActors.Core.Results;
using ChefActors.Core.Rollouts;
using ChefActors.Core.Znodes;
using ChefActors.ZooKeeper;

namespace ChefActors.Controller.Ownership;

/// <summary>
/// T1. Asked again with the same rollout, in this session or the next, it finds what it did and goes on from there.
/// An expired session, and errors that no rule explains, are thrown.
/// </summary>
internal sealed class RolloutStart(IZooKeeperClient client, IRolloutWrites writes, OwnerClock clock, ControllerIdentity me)
{
    private readonly RolloutTakeOver _takeOver = new(client, writes, clock, me);

    /// <summary>Starts it, unless another rollout's command is outstanding on one of its nodes.</summary>
    public async Task<StartOutcome> StartAsync(NewRollout rollout, CancellationToken cancellationToken)
    {
        var refused = new Dictionary<NodeName, CommandResult>();
        for (var isFirst = true; ; isFirst = false)
        {
            try
            {
                var outcome = isFirst ? await TryAsync(rollout, refused, cancellationToken) : await GoOnAsync(rollout, refused, cancellationToken);
                if (outcome is not null) return outcome;
            }
            catch (ConnectionLossException)
            {
                // It may have happened: the next look tells.
            }
        }
    }

    /// <summary>One attempt; null: something changed in between, look again.</summary>
    private async Task<StartOutcome?> TryAsync(NewRollout rollout, Dictionary<NodeName, CommandResult> refused, CancellationToken cancellationToken)
    {
        // Asked first, and a session's requests are answered in order: whoever starts a rollout after this read makes this one's T1 fail.
        var rollouts = client.ExistsAsync(ZnodeLayout.Rollouts, null, cancellationToken);
        var nodes = rollout.Waves.SelectMany(w => w).ToList();
        var overlap = rollout.AllowOverlap || !OverlapCheck.Concerns(rollout.Plan.Command)
            ? Task.FromResult<StartAnswer.Overlap?>(null)
            : OverlapCheck.FindAsync(client, rollout.Plan.Id, nodes, cancellationToken);
        var presence = OnePush.MayFit(rollout) ? PresenceAsync(nodes, cancellationToken) : Task.FromResult(ImmutableArray<SeenNode<PresenceFact>>.Empty);
        await Task.WhenAll(rollouts, overlap, presence);
        if (await rollouts is not { } stat)
        {
            await ClusterStore.EnsureParentsAsync(client, cancellationToken);
            return null;
        }

        if (await overlap is { } found) return new StartOutcome(found, null);
        return OnePush.TryMake(rollout, await presence, refused, me, stat.Version, clock.Now) is { } push
            ? await WriteAtOnceAsync(rollout, push, refused, cancellationToken)
            : await WriteInPartsAsync(rollout, stat.Version, cancellationToken);
    }

    private async Task<StartOutcome?> WriteAtOnceAsync(
        NewRollout rollout, OnePush push, Dictionary<NodeName, CommandResult> refused, CancellationToken cancellationToken)
    {
        var result = await writes.CommitAsync(WriteKind.Start, push.Operations, cancellationToken);
        if (result.Succeeded) return StartOutcome.Driving(push.Written(TransactionSize.ZxidOf(result)));
        if (push.Culprit(result.FailedIndex) is not { } culprit) return await RefusedAsync(rollout, result, cancellationToken);
        refused[culprit.Node] = (result.Error, culprit.IsEntry) switch
        {
            (ErrorCode.NoNode, true) => ControllerResults.NeverRegistered(rollout.Plan, culprit.Node, clock.Now),
            (ErrorCode.NodeExists, true) => ControllerResults.Replayed(rollout.Plan, culprit.Node, clock.Now),
            _ => throw Refusals.Unexpected(result, push.Operations[result.FailedIndex].Path),
        };
        return null;
    }

    private async Task<StartOutcome?> WriteInPartsAsync(NewRollout rollout, int version, CancellationToken cancellationToken)
    {
        var operations = RolloutTransaction.Start(rollout.Plan, RolloutStates.Preparing(rollout.Plan, me.Id), me.Document(clock.Now), version);
        var result = await writes.CommitAsync(WriteKind.Start, operations, cancellationToken);
        return result.Succeeded ? await WriteTargetsAsync(rollout, cancellationToken) : await RefusedAsync(rollout, result, cancellationToken);
    }

    /// <summary>The chunks, then the first wave: only with all targets written does it run.</summary>
    private async Task<StartOutcome?> WriteTargetsAsync(NewRollout rollout, CancellationToken cancellationToken)
    {
        var chunks = TargetChunks.Of(rollout.Waves);
        for (var i = 0; i < chunks.Count; i++)
        {
            var written = await writes.CommitAsync(WriteKind.Chunk, RolloutTransaction.WriteChunk(rollout.Plan.Id, i, chunks[i], 0), cancellationToken);
            // A chunk that is there was written before its answer was lost: the state has not moved since.
            if (!written.Succeeded && written.Error != ErrorCode.NodeExists) return await _takeOver.TakeOverAsync(rollout.Plan.Id, cancellationToken);
        }

        var running = RolloutStates.Running(rollout.Plan, me.Id, chunks.Count, clock.Now);
        var moved = await writes.CommitAsync(WriteKind.State, [RolloutTransaction.SetState(rollout.Plan.Id, running, 0)], cancellationToken);
        if (!moved.Succeeded) return await _takeOver.TakeOverAsync(rollout.Plan.Id, cancellationToken);
        var targets = rollout.Waves.SelectMany((nodes, wave) => nodes.Select(n => new TargetNode(n, wave)));
        return StartOutcome.Driving(new LoadedRollout(rollout.Plan, running, 1, new ControlDocument(), 0, [.. targets], []));
    }

    private async Task<StartOutcome?> RefusedAsync(NewRollout rollout, TransactionResult result, CancellationToken cancellationToken)
    {
        switch (result.FailedIndex, result.Error)
        {
            case (RolloutTransaction.OverlapIndex, ErrorCode.BadVersion or ErrorCode.NoNode):
                return null;
            case (RolloutTransaction.RolloutIndex, ErrorCode.NodeExists):
                return await _takeOver.TakeOverAsync(rollout.Plan.Id, cancellationToken);
            default:
                throw Refusals.Unexpected(result, ZnodeLayout.Rollout(rollout.Plan.Id));
        }
    }

    private async Task<ImmutableArray<SeenNode<PresenceFact>>> PresenceAsync(IReadOnlyList<NodeName> nodes, CancellationToken cancellationToken)
    {
        var facts = await PipelinedReads.AllAsync(nodes, n => NodeReads.PresenceAsync(client, n, null, cancellationToken));
        return [.. nodes.Zip(facts, (node, fact) => new SeenNode<PresenceFact>(node, fact))];
    }

    /// <summary>After a lost answer or another start in between: what is there already is gone on with.</summary>
    private async Task<StartOutcome?> GoOnAsync(NewRollout rollout, Dictionary<NodeName, CommandResult> refused, CancellationToken cancellationToken)
    {
        var id = rollout.Plan.Id;
        await client.SyncAsync(ZnodeLayout.Rollouts, cancellationToken);
        if (await RolloutReads.StateAsync(client, id, cancellationToken) is not { } state) return await TryAsync(rollout, refused, cancellationToken);
        var isOwner = await client.ExistsAsync(ZnodeLayout.Owner(id), null, cancellationToken) is { } owner && owner.EphemeralOwner == client.SessionId;
        return isOwner && state.Value.Phase == RolloutPhase.Preparing
            ? await WriteTargetsAsync(rollout, cancellationToken)
            : await _takeOver.TakeOverAsync(id, cancellationToken);
    }
}
