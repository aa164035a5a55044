using System.Collections.Immutable;
using ChefActors.Core.Delivery;
using ChefActors.Core.Nodes;
using ChefActors.Core.Results;
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
        ReadRows([.. Turns(isStale: true).Take(DispatchTransaction.NodesAtMost).Select(t => t.Node)]);
        var room = State.CurrentWave.Parallel - State.Outstanding.Count;
        var (batch, terminal) = (new List<NodeName>(), new List<NodeResult>());
        var (unknown, waitedFor) = (new List<TargetState>(), new List<TargetState>());
        var isReading = false;
        foreach (var target in Turns(isStale: false))
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
        else if (batch.Count > 0 && !State.ReadingControl && !State.ControlIsStale) SendBatch(batch);
        else return isReading || unknown.Count > 0;
        return true;
    }

    private void SendBatch(List<NodeName> batch) =>
        Await(new RolloutEffect.DispatchBatch([.. batch], State.StateVersion, State.ControlVersion, State.State.Epoch, now));

    /// <summary>The current wave's nodes that have no row as far as is known, in their order.</summary>
    private IEnumerable<TargetState> Turns(bool isStale) =>
        State.Pending.Select(State.At).TakeWhile(t => t.Wave <= State.State.Wave).Where(t => !t.ReadingRow && t.RowIsStale == isStale);

    /// <summary>Presence counts when it is told as it changes, or was looked at a moment ago.</summary>
    private bool IsUnknown(TargetState target) =>
        target.Presence is null || (!target.Watched && now - target.PresenceAt > RolloutMachine.PresenceIsFresh);

    private bool IsOfflineNow() => State.State.OfflineUntil is not { } until || now > until;

    private CommandResult Offline(TargetState target) => target.Presence is PresenceFact.NeverRegistered
        ? ControllerResults.NeverRegistered(State.Plan, target.Node, now)
        : ControllerResults.Offline(State.Plan, target.Node, now);

    /// <summary>Nothing is outstanding, and all whose turn it is are offline and waited for.</summary>
    private bool IsWaitingForNodes()
    {
        if (!State.Outstanding.IsEmpty || State.Pending.IsEmpty || IsOfflineNow()) return false;
        if (State.State.OfflineUntil is { } until) WakeBy(until.AddMilliseconds(1));
        var turns = Turns(isStale: false).ToList();
        return turns.Count > 0 && turns.TrueForAll(t => t.Refusal is null && t.Watched && IsGone(t));
    }
}
