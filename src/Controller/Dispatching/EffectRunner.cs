using System.Collections.Immutable;
using ChefActors.Controller.Aggregation;
using ChefActors.Controller.Rollouts;
using ChefActors.Core.Delivery;
using ChefActors.Core.Nodes;
using ChefActors.Core.Rollouts;
using ChefActors.Core.Znodes;
using ChefActors.ZooKeeper;

namespace ChefActors.Controller.Dispatching;

/// <summary>
/// Carries out the effects of one machine over one session, each with one input as its answer. No actor: tests and simulators drive it as they like.
/// An expired session, and errors that no rule explains, are thrown.
/// </summary>
/// <param name="client">The session that made <c>owner</c>.</param>
/// <param name="writes">The door for writes, over the same session.</param>
/// <param name="plan">The rollout's plan.</param>
/// <param name="controlWatch">Asked before each read of the operators' words for the watch to set; null, or when it gives null: none.</param>
/// <param name="eventWatch">The same for the monitoring events.</param>
internal sealed class EffectRunner(
    IZooKeeperClient client, IRolloutWrites writes, RolloutPlan plan, Func<WatchHandler?>? controlWatch = null, Func<WatchHandler?>? eventWatch = null)
{
    private readonly DispatchProcedure _dispatch = new(client, writes, plan);
    private readonly ClosingProcedure _closing = new(client, writes, plan);

    /// <summary>The effect's answer; null for those that have none here: watch, wake, stop.</summary>
    public async Task<RolloutInput?> RunAsync(RolloutEffect effect, CancellationToken cancellationToken) => effect switch
    {
        RolloutEffect.Write write => new RolloutInput.Answered(write, await WriteAsync(write, cancellationToken)),
        RolloutEffect.Watch or RolloutEffect.WakeAt or RolloutEffect.Stop or RolloutEffect.RollBack => null,
        _ => await ReadAsync(effect, cancellationToken),
    };

    private async Task<WriteAnswer> WriteAsync(RolloutEffect.Write write, CancellationToken cancellationToken)
    {
        try
        {
            return write switch
            {
                RolloutEffect.WriteState state => await WriteStateAsync(state, cancellationToken),
                RolloutEffect.DispatchBatch batch => await _dispatch.DispatchAsync(batch, cancellationToken),
                RolloutEffect.GiveTerminal given => await _dispatch.GiveTerminalAsync(given, cancellationToken),
                RolloutEffect.EndUnclaimed ended => await _closing.EndUnclaimedAsync(ended, cancellationToken),
                RolloutEffect.AskToStop asked => await _closing.AskToStopAsync(asked, cancellationToken),
                RolloutEffect.GiveUp givenUp => await _closing.GiveUpAsync(givenUp, cancellationToken),
                _ => throw new InvalidOperationException($"a write of an unknown kind: {write}"),
            };
        }
        catch (ConnectionLossException)
        {
            return new WriteAnswer.Lost();
        }
    }

    private async Task<WriteAnswer> WriteStateAsync(RolloutEffect.WriteState state, CancellationToken cancellationToken)
    {
        var kind = state.Next.Phase.IsEnded() ? WriteKind.End : WriteKind.State;
        var result = await writes.CommitAsync(kind, [RolloutTransaction.SetState(plan.Id, state.Next, state.StateVersion)], cancellationToken);
        return result.Succeeded ? new WriteAnswer.Done([], state.StateVersion + 1) : Refusals.OfState(result, plan.Id);
    }

    private async Task<RolloutInput> ReadAsync(RolloutEffect effect, CancellationToken cancellationToken)
    {
        try
        {
            return effect switch
            {
                RolloutEffect.ReadRows rows => new RolloutInput.RowsSeen(await RolloutReads.RowsAsync(client, plan.Id, rows.Nodes, cancellationToken)),
                RolloutEffect.ReadEntries entries => await ReadEntriesAsync(entries.Nodes, cancellationToken),
                RolloutEffect.ReadPresence presence => await ReadPresenceAsync(presence.Nodes, cancellationToken),
                RolloutEffect.ReadControl => await ReadControlAsync(cancellationToken),
                RolloutEffect.ReadEvents => new RolloutInput.EventsSeen(await EventReads.OpenAsync(client, eventWatch?.Invoke(), cancellationToken)),
                RolloutEffect.ReadPace => new RolloutInput.PaceSeen(await PaceReads.ReadAsync(client, plan.Pace!.ChefServer, cancellationToken)),
                RolloutEffect.Resync resync => await ResyncAsync(resync, cancellationToken),
                RolloutEffect.Verify verify => await VerifyAsync(verify, cancellationToken),
                _ => throw new InvalidOperationException($"an effect of an unknown kind: {effect}"),
            };
        }
        catch (ConnectionLossException)
        {
            return new RolloutInput.ReadLost(effect);
        }
    }

    /// <summary>The row, then the entry, then the row again where the entry is gone: its result may have come in between.</summary>
    private async Task<RolloutInput> ReadEntriesAsync(ImmutableArray<NodeName> nodes, CancellationToken cancellationToken)
    {
        var entries = await PipelinedReads.AllAsync(nodes, n => NodeReads.EntryAsync(client, plan.Id, n, cancellationToken));
        var seen = nodes.Zip(entries, (node, entry) => new SeenNode<EntryFact>(node, entry)).ToImmutableArray();
        var gone = seen.Where(s => s.Fact is EntryFact.Absent).Select(s => s.Node).ToList();
        return new RolloutInput.EntriesSeen(await RolloutReads.RowsAsync(client, plan.Id, gone, cancellationToken), seen);
    }

    private async Task<RolloutInput> ReadPresenceAsync(ImmutableArray<NodeName> nodes, CancellationToken cancellationToken)
    {
        var facts = await PipelinedReads.AllAsync(nodes, n => NodeReads.PresenceAsync(client, n, null, cancellationToken));
        return new RolloutInput.PresenceSeen([.. nodes.Zip(facts, (node, fact) => new SeenNode<PresenceFact>(node, fact))]);
    }

    private async Task<RolloutInput> ReadControlAsync(CancellationToken cancellationToken)
    {
        var control = await RolloutReads.ControlAsync(client, plan.Id, controlWatch?.Invoke(), cancellationToken) ?? throw Removed();
        return new RolloutInput.ControlSeen(control.Value, control.Version);
    }

    private async Task<RolloutInput> ResyncAsync(RolloutEffect.Resync resync, CancellationToken cancellationToken)
    {
        await client.SyncAsync(ZnodeLayout.State(plan.Id), cancellationToken);
        var state = await RolloutReads.StateAsync(client, plan.Id, cancellationToken) ?? throw Removed();
        var control = await RolloutReads.ControlAsync(client, plan.Id, null, cancellationToken) ?? throw Removed();
        var rows = await RolloutReads.RowsAsync(client, plan.Id, resync.Nodes, cancellationToken);
        return new RolloutInput.Resynced(resync, state.Value, state.Version, control.Value, control.Version, rows);
    }

    private async Task<RolloutInput> VerifyAsync(RolloutEffect.Verify verify, CancellationToken cancellationToken)
    {
        // Requests of a session are answered in order, so the list is read after the sync without waiting for it.
        var sync = client.SyncAsync(ZnodeLayout.Rows(plan.Id), cancellationToken);
        var rows = RolloutReads.RowsAsync(client, plan.Id, verify.Final.ToHashSet(), cancellationToken);
        await Task.WhenAll(sync, rows);
        return new RolloutInput.Verified(verify, await rows);
    }

    private NoNodeException Removed() => new("read", ZnodeLayout.Rollout(plan.Id));
}
