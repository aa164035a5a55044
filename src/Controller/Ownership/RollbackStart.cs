using ChefActors.Controller.Aggregation;
using ChefActors.Controller.Dispatching;
using ChefActors.Controller.Planning;
using ChefActors.Controller.Rollouts;
using ChefActors.Core.Delivery;
using ChefActors.Core.Rollouts;
using ChefActors.Core.Znodes;
using ChefActors.ZooKeeper;

namespace ChefActors.Controller.Ownership;

/// <summary>
/// T15. Whoever drove the old rollout is fenced by it. Asked again, in this session or the next or by another controller, it finds what was done: the new
/// rollout's id is made of the old one's. An expired session, and errors that no rule explains, are thrown.
/// </summary>
internal sealed class RollbackStart(IZooKeeperClient client, IRolloutWrites writes, OwnerClock clock, ControllerIdentity me, TimeProvider time)
{
    private readonly RolloutTakeOver _takeOver = new(client, writes, clock, me);

    /// <summary>Rolls back, or says why not.</summary>
    /// <param name="rollout">The rollout to take back.</param>
    /// <param name="issuedBy">Whose word, or the rule's.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<StartOutcome> RollBackAsync(string rollout, string issuedBy, CancellationToken cancellationToken) =>
        (await Attempts.UntilAnsweredAsync(() => TryAsync(rollout, issuedBy, cancellationToken)))!;

    /// <summary>One attempt; null: something changed in between, look again.</summary>
    private async Task<StartOutcome?> TryAsync(string rollout, string issuedBy, CancellationToken cancellationToken)
    {
        await client.SyncAsync(ZnodeLayout.State(rollout), cancellationToken);
        if (await client.ExistsAsync(ZnodeLayout.Rollouts, null, cancellationToken) is not { } rollouts) return new StartOutcome(new StartAnswer.Unknown(), null);
        var version = await RolloutReads.StateAsync(client, rollout, cancellationToken);
        if (version is null || await new RolloutReader(time).ReadAsync(client, rollout, cancellationToken) is not { } old) return new StartOutcome(new StartAnswer.Unknown(), null);
        if (old.State.RolledBackBy is { } by) return await _takeOver.TakeOverAsync(by, cancellationToken);
        var (made, refusal) = FollowUpPlan.Rollback(old, new PlanContext("", old.Plan.Cluster, issuedBy, clock.Now));
        if (made is not { } next) return new StartOutcome(new StartAnswer.Refused(refusal!), null);
        var nodes = next.Waves.SelectMany(w => w).ToList();
        if (await OverlapCheck.FindAsync(client, next.Plan.Id, nodes, cancellationToken) is { } overlap) return new StartOutcome(overlap, null);

        var chunks = TargetChunks.Of(next.Waves);
        var running = RolloutStates.Running(next.Plan, me.Id, chunks.Count, clock.Now);
        var rolledBack = RolledBack(old, next.Plan.Id);
        var operations = RollbackTransaction.RollBack(rollout, rolledBack, version.Version, next.Plan, running, me.Document(clock.Now), chunks, rollouts.Version);
        if (!TransactionSize.Fits(operations)) return new StartOutcome(new StartAnswer.Refused($"{nodes.Count} targets are more than one transaction holds: start a rollout of the rollback's run-list by a plan instead"), null);
        if (!await writes.IsWrittenAsync(WriteKind.Rollback, operations, cancellationToken)) return null;
        var targets = next.Waves.SelectMany((wave, i) => wave.Select(n => new TargetNode(n, i)));
        return StartOutcome.Driving(new LoadedRollout(next.Plan, running, 0, new ControlDocument(), 0, [.. targets], []));
    }

    private RolloutState RolledBack(RolloutSnapshot old, string by)
    {
        var state = old.State with { RolledBackBy = by, Owner = me.Id, Reason = new Core.Results.Reason(PhaseReason.RolledBack, $"rolled back by {by}{(old.State.Reason is { } why ? $" after: {why.Text}" : "")}") };
        // One that has ended keeps its end's time; counts of what was never dispatched are those of an end.
        return state with
        {
            Phase = RolloutPhase.RolledBack,
            FinishedAt = old.State.FinishedAt ?? clock.Now,
            OfflineUntil = null,
            HoldUntil = null,
            HoldSince = null,
            SoakUntil = null,
            GateUntil = null,
            Counts = new RolloutCounts(RolloutStates.WithoutPending(old.Tally)),
            Waves = [.. old.State.Waves.Select((w, i) => w with { State = RolloutStates.EndOf(old, i) })],
        };
    }
}
