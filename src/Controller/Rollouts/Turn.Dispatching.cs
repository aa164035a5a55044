using System.Collections.Immutable;
using ChefActors.Core.Delivery;
using ChefActors.Core.Nodes;
using ChefActors.Core.Pacing;
using ChefActors.Core.Results;
using ChefActors.Core.Rollouts;
using ChefActors.Core.Znodes;

namespace ChefActors.Controller.Rollouts;

/// <summary>Whose turn it is: T4 for those who are there, T4b for those who are not.</summary>
internal sealed partial class Turn
{
    private const int GivenAtOnce = PayloadLimits.TransactionOperations - 1;

    /// <summary>True: a write is under way, or one will be as soon as presence is read.</summary>
    private bool Dispatch()
    {
        // A row that was said to be there is read before its node is tried again.
        ReadRows([.. Waits.Turns(State, isStale: true).Take(DispatchTransaction.NodesAtMost).Select(t => t.Node)]);
        var room = State.CurrentWave.Parallel - State.Outstanding.Count;
        var (batch, terminal) = (new List<NodeName>(), new List<NodeResult>());
        var (unknown, waitedFor) = (new List<TargetState>(), new List<TargetState>());
        var isReading = false;
        foreach (var target in Waits.Turns(State, isStale: false))
        {
            if (batch.Count + unknown.Count >= room || batch.Count >= DispatchTransaction.NodesAtMost || terminal.Count >= GivenAtOnce) break;
            if (target.Refusal is { } refusal) terminal.Add(new NodeResult(target.Node, refusal));
            else if (IsUnknown(target))
            {
                unknown.Add(target);
                isReading |= target.ReadingPresence;
            }
            else if (target.Presence is PresenceFact.Alive) batch.Add(target.Node);
            else if (IsOfflineNow()) terminal.Add(new NodeResult(target.Node, Offline(target)));
            else waitedFor.Add(target);
        }

        Watch(waitedFor.Where(t => !t.Watched).ToList());
        if (State.State.OfflineUntil is { } until && waitedFor.Count > 0) WakeBy(until.AddMilliseconds(1));
        ReadPresence(unknown);
        if (terminal.Count > 0) Await(new RolloutEffect.GiveTerminal([.. terminal], State.StateVersion));
        else if (batch.Count > 0 && !State.ReadingControl && !State.ControlIsStale) return SendBatch(batch);
        else return isReading || unknown.Count > 0;
        return true;
    }

    /// <summary>As many as the shared budget gives; true: one write is under way, or the budget is waited for.</summary>
    private bool SendBatch(List<NodeName> batch)
    {
        var effect = new RolloutEffect.DispatchBatch([.. batch], State.StateVersion, State.ControlVersion, State.State.Epoch, now);
        if (State.Plan.Pace is { } plan)
        {
            if (State.Pace is not { } pace) return true;
            var offer = PaceRules.Take(pace.Document, State.Plan.Id, plan.RunsPerMinute, batch.Count, now);
            State = State with { PaceFrom = offer.NextAt };
            if (offer.Count == 0)
            {
                WakeBy(offer.NextAt);
                return true;
            }

            effect = effect with { Nodes = [.. batch.Take(offer.Count)], Spend = new PaceFact(offer.Document, pace.Version) };
        }

        Await(effect);
        return true;
    }

    /// <summary>Presence counts when it is told as it changes, or was looked at a moment ago.</summary>
    private bool IsUnknown(TargetState target) =>
        target.Presence is null || (!target.Watched && now - target.PresenceAt > RolloutMachine.PresenceIsFresh);

    /// <summary>Where all are required, a node is skipped only after an operator has accepted it.</summary>
    private bool IsOfflineNow() => State.Plan.Offline == OfflinePolicy.Require ? State.State.Accepted is not null : State.State.OfflineUntil is not { } until || now > until;

    private CommandResult Offline(TargetState target) => target.Presence is PresenceFact.NeverRegistered
        ? ControllerResults.NeverRegistered(State.Plan, target.Node, now)
        : ControllerResults.Offline(State.Plan, target.Node, now);
}
