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
        while (true)
        {
            try
            {
                if (await TryAsync(rollout, refused, cancellationToken) is { } outcome) return outcome;
            }
            catch (ConnectionLossException)
            {
                // It may have happened: whoever finds the rollout there goes on with it.
                if (await IsThereAsync(rollout.Plan.Id, cancellationToken)) return await _takeOver.TakeOverAsync(rollout.Plan.Id, cancellationToken);
            }
        }
    }

    /// <summary>One attempt; null: something changed in between, look again.</summary>
    private async Task<StartOutcome?> TryAsync(NewRollout rollout, Dictionary<NodeName, CommandResult> refused, CancellationToken cancellationToken)
    {
        // Read first: whoever starts a rollout after this read makes this one's T1 fail.
        var version = await RolloutsVersionAsync(cancellationToken);
        var nodes = rollout.Waves.SelectMany(w => w).ToList();
        var overlap = rollout.AllowOverlap || !OverlapCheck.Concerns(rollout.Plan.Command)
            ? Task.FromResult<StartAnswer.Overlap?>(null)
            : OverlapCheck.FindAsync(client, rollout.Plan.Id, nodes, cancellationToken);
        var presence = OnePush.MayFit(rollout) ? PresenceAsync(nodes, cancellationToken) : Task.FromResult(ImmutableArray<SeenNode<PresenceFact>>.Empty);
        await Task.WhenAll(overlap, presence);
        if (await overlap is { } found) return new StartOutcome(found, null);
        return OnePush.TryMake(rollout, await presence, refused, me, version, clock.Now) is { } push
            ? await WriteAtOnceAsync(rollout, push, refused, cancellationToken)
            : await WriteInPartsAsync(rollout, version, cancellationToken);
    }

    private async Task<StartOutcome?> WriteAtOnceAsync(
        NewRollout rollout, OnePush push, Dictionary<NodeName, CommandResult> refused, CancellationToken cancellationToken)
    {
        var result = await writes.CommitAsync(WriteKind.Start, push.Operations, cancellationToken);
        if (result.Succeeded) return StartOutcome.Driving(push.Written());
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
        if (!result.Succeeded) return await RefusedAsync(rollout, result, cancellationToken);
        var chunks = TargetChunks.Of(rollout.Waves);
        for (var i = 0; i < chunks.Count; i++)
        {
            var written = await writes.CommitAsync(WriteKind.Chunk, RolloutTransaction.WriteChunk(rollout.Plan.Id, i, chunks[i], 0), cancellationToken);
            if (!written.Succeeded) return await _takeOver.TakeOverAsync(rollout.Plan.Id, cancellationToken);
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

    private async Task<int> RolloutsVersionAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (await client.ExistsAsync(ZnodeLayout.Rollouts, null, cancellationToken) is { } stat) return stat.Version;
            await ClusterStore.EnsureParentsAsync(client, cancellationToken);
        }
    }

    private async Task<ImmutableArray<SeenNode<PresenceFact>>> PresenceAsync(IReadOnlyList<NodeName> nodes, CancellationToken cancellationToken)
    {
        var facts = await PipelinedReads.AllAsync(nodes, n => NodeReads.PresenceAsync(client, n, null, cancellationToken));
        return [.. nodes.Zip(facts, (node, fact) => new SeenNode<PresenceFact>(node, fact))];
    }

    private async Task<bool> IsThereAsync(string rollout, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await client.SyncAsync(ZnodeLayout.Rollouts, cancellationToken);
                return await client.ExistsAsync(ZnodeLayout.Rollout(rollout), null, cancellationToken) is not null;
            }
            catch (ConnectionLossException)
            {
                // Requests wait for a server, so this does not spin.
            }
        }
    }
}
