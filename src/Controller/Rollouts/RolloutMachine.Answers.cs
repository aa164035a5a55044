using System.Collections.Immutable;
using ChefActors.Core.Nodes;
using ChefActors.Core.Results;

namespace ChefActors.Controller.Rollouts;

/// <summary>What the answers to writes mean: the last column of DELIVERY, section 2.</summary>
internal static partial class RolloutMachine
{
    private static MachineState Answer(MachineState s, RolloutEffect.Write write, WriteAnswer answer, DateTimeOffset now) => answer switch
    {
        WriteAnswer.Done done => Done(s, write, done, now),
        WriteAnswer.Fenced => s with { StateVersion = -1 },
        WriteAnswer.ControlChanged => s with { ControlIsStale = true },
        WriteAnswer.PaceChanged => s with { Pace = null },
        WriteAnswer.Lost => s with { ToResync = write.About },
        WriteAnswer.Stale stale => Known(s, stale.Node, t => t with { RowIsStale = true, Entry = null }),
        WriteAnswer.EntryExists exists => Known(s, exists.Node, t => t with { Refusal = ControllerResults.Replayed(s.Plan, t.Node, now) }),
        WriteAnswer.TooLarge large => Known(s, large.Node, t => t with { Refusal = ControllerResults.TooLarge(s.Plan, t.Node, now) }),
        WriteAnswer.NeverRegistered never => Known(s, never.Node, t => t with { Presence = new PresenceFact.NeverRegistered(), PresenceAt = now }),
        _ => throw new InvalidOperationException($"an answer of an unknown kind: {answer}"),
    };

    private static MachineState Done(MachineState s, RolloutEffect.Write write, WriteAnswer.Done done, DateTimeOffset now)
    {
        switch (write)
        {
            case RolloutEffect.WriteState state:
                return s with { State = state.Next, StateVersion = done.StateVersion };
            case RolloutEffect.DispatchBatch batch:
                return done.Nodes.Aggregate(s with { Pace = Spent(batch.Spend) }, (state, node) => Dispatched(state, node, batch, now));
            case RolloutEffect.GiveTerminal given:
                return Ended(s, given.Nodes, done, now);
            case RolloutEffect.EndUnclaimed ended:
                return Ended(s, ended.Nodes, done, now);
            case RolloutEffect.GiveUp givenUp:
                return Ended(s, givenUp.Nodes, done, now);
            case RolloutEffect.AskToStop:
                return done.Nodes.Aggregate(s, (state, node) => Known(state, node, t =>
                    t.Entry is EntryFact.Claimed claimed ? t with { Entry = claimed with { Version = claimed.Version + 1, StopAsked = true } } : t));
            default:
                throw new InvalidOperationException($"a write of an unknown kind: {write}");
        }
    }

    private static MachineState Dispatched(MachineState s, NodeName node, RolloutEffect.DispatchBatch batch, DateTimeOffset now)
    {
        var entry = new EntryFact.Unclaimed(batch.Now.AddSeconds(s.Plan.Command.AcceptWithinS));
        s = s.WithRow(node, new RowFact.Empty(batch.Now));
        return Known(s, node, t => t with { Entry = entry, EntryAt = now, Watched = false });
    }

    /// <summary>All such rows are made or set by a second write: their version is 1.</summary>
    private static MachineState Ended(MachineState s, ImmutableArray<NodeResult> given, WriteAnswer.Done done, DateTimeOffset now)
    {
        var written = done.Nodes.ToHashSet();
        return given.Where(g => written.Contains(g.Node)).Aggregate(s, (state, g) => state.WithRow(g.Node, new RowFact.Ended(g.Result, 1, done.Zxid, now)));
    }

    private static PaceFact? Spent(PaceFact? spend) => spend is null ? null : spend with { Version = spend.Version + 1 };

    private static MachineState Known(MachineState s, NodeName node, Func<TargetState, TargetState> change) =>
        s.Targets.TryGetValue(node, out var target) ? s.With(change(target)) : s;
}
