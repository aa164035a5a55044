using System.Collections.Immutable;
using ChefActors.Core.Commands;
using ChefActors.Core.Nodes;
using ChefActors.Core.Rollouts;
using ChefActors.Core.Znodes;

namespace ChefActors.Controller.Rollouts;

/// <summary>Ends of outstanding commands: T8, T9, T10.</summary>
internal sealed partial class Turn
{
    private const int EndedAtOnce = PayloadLimits.TransactionOperations / 3;
    private const int GivenUpAtOnce = PayloadLimits.TransactionOperations / 2;

    /// <summary>What is due, judged by facts that were seen after the deadline; what was not seen since is read.</summary>
    private Due FindDue()
    {
        var (unclaimed, silent) = (new List<NodeResult>(), new List<NodeResult>());
        var (entries, presences) = (new List<TargetState>(), new List<TargetState>());
        foreach (var target in State.Outstanding.Select(State.At))
        {
            var deadline = Deadline.Of(target, ((RowFact.Empty)target.Row).Since, State.Plan);
            if (target.Entry is null) entries.Add(target);
            if (now <= deadline.At)
            {
                // The next look comes a moment later, as a deadline has passed only after it.
                WakeBy(deadline.At.AddMilliseconds(1));
                continue;
            }

            if (target.Presence is null || target.PresenceAt <= deadline.At)
            {
                presences.Add(target);
                if (target.Entry is not null && target.EntryAt <= deadline.At) entries.Add(target);
            }
            else if (target.Entry is not null && target.EntryAt <= deadline.At) entries.Add(target);
            else if (target.Entry is not null && !(IsHeld && Waits.IsGone(target))) Judge(target, deadline, unclaimed, silent);
        }

        ReadEntries(entries);
        ReadPresence(presences);
        return new Due(unclaimed, silent);
    }

    private void Judge(TargetState target, Deadline deadline, List<NodeResult> unclaimed, List<NodeResult> silent)
    {
        var node = target.Node;
        switch (target.Entry)
        {
            case EntryFact.Unclaimed when deadline.IsMissing:
                unclaimed.Add(new NodeResult(node, ControllerResults.NeverStarted(State.Plan, node, now)));
                break;
            case EntryFact.Unclaimed:
                unclaimed.Add(new NodeResult(node, ControllerResults.Expired(State.Plan, node, now)));
                break;
            case EntryFact.Claimed when target.Presence is PresenceFact.Alive && deadline.IsMissing:
                silent.Add(GivenUp(node, $"another host took the node's name, and the one that claimed the command was gone for {State.Plan.GraceS} s"));
                break;
            case EntryFact.Claimed when deadline.IsMissing:
                silent.Add(GivenUp(node, $"the node host was gone for {State.Plan.GraceS} s after it had claimed the command"));
                break;
            case EntryFact.Claimed:
                silent.Add(GivenUp(node, "the node did not report within its lock wait, run time-out and grace"));
                break;
            default:
                silent.Add(GivenUp(node, "its command is gone from the inbox, and no result came"));
                break;
        }
    }

    private NodeResult GivenUp(NodeName node, string why) => new(node, ControllerResults.MayStillRun(State.Plan, node, now, why));

    private bool EndDue(Due due)
    {
        if (due.Unclaimed.Count > 0)
            Await(new RolloutEffect.EndUnclaimed([.. due.Unclaimed.Take(EndedAtOnce)], State.StateVersion));
        else if (due.Silent.Count > 0)
            Await(new RolloutEffect.GiveUp([.. due.Silent.Take(GivenUpAtOnce)], State.StateVersion));
        else return false;
        return true;
    }

    /// <summary>An abort or a halt that is written: what is unclaimed is withdrawn; what is claimed is asked to stop, if that was the word.</summary>
    private bool Withdraw(StopWord word)
    {
        var outstanding = State.Outstanding.Select(State.At).ToList();
        ReadEntries(outstanding.Where(t => t.Entry is not null && t.EntryAt < word.SeenAt));
        var known = outstanding.Where(t => t.Entry is not null && t.EntryAt >= word.SeenAt).ToList();
        var unclaimed = known.Where(t => t.Entry is EntryFact.Unclaimed)
            .Select(t => new NodeResult(t.Node, ControllerResults.Withdrawn(State.Plan, t.Node, now, word.Reason)))
            .Take(EndedAtOnce).ToImmutableArray();
        if (!unclaimed.IsEmpty)
        {
            Await(new RolloutEffect.EndUnclaimed(unclaimed, State.StateVersion));
            return true;
        }

        if (!word.Interrupt) return false;
        var running = known.Where(t => t.Entry is EntryFact.Claimed { StopAsked: false })
            .Select(t => new StopRequest(t.Node, ((EntryFact.Claimed)t.Entry!).Version))
            .Take(GivenUpAtOnce).ToImmutableArray();
        if (running.IsEmpty) return false;
        Await(new RolloutEffect.AskToStop(running, new Cancel(word.Who, word.When), State.StateVersion));
        return true;
    }
}
