using System.Collections.Immutable;
using ChefActors.Core.Nodes;
using ChefActors.Core.Results;
using ChefActors.Core.Rollouts;

namespace ChefActors.Controller.Rollouts;

/// <summary>
/// The owner of a rollout as a function: what it knows, what it learns and the time give what it knows next and what is to be done.
/// </summary>
/// <remarks>
/// <code>
/// phase       what leads out of it
/// preparing   found by a successor: T11 aborted (nothing was dispatched)
/// running     pause: paused · abort: halted · mass loss, or only offline nodes left: waiting · no node left: the next wave, or T11
/// paused      resume: running · abort: halted
/// waiting     the fleet is back, the hold is over, an offline node came, or its deadline passed: running
/// halted      accepted: running · nothing outstanding: T15 where the plan says so, T11 aborted after a day or by a word
/// </code>
/// In every phase each empty row has an end: the node's result, T8 (unclaimed) or T10 (claimed and silent).
/// A decision is written (T3) before what follows from it; one write is under way at a time; what a write was decided on goes with it
/// as a version, and a refused write means: read again, decide anew.
/// </remarks>
internal static partial class RolloutMachine
{
    /// <summary>Presence of a node whose turn comes may be this old.</summary>
    public static readonly TimeSpan PresenceIsFresh = TimeSpan.FromSeconds(5);

    /// <summary>How long reads rest after the connection went away below one.</summary>
    private static readonly TimeSpan ReadsRest = TimeSpan.FromSeconds(1);

    /// <summary>One turn. <paramref name="now"/> is the owner's: the server's clock.</summary>
    public static (MachineState State, ImmutableArray<RolloutEffect> Effects) Step(MachineState state, RolloutInput input, DateTimeOffset now)
    {
        if (state.Stopped is not null) return (state, []);
        var turn = new Turn(Absorb(state, input, now), now);
        turn.Decide();
        return (turn.State, turn.Effects.ToImmutable());
    }

    private static MachineState Absorb(MachineState s, RolloutInput input, DateTimeOffset now) => input switch
    {
        RolloutInput.Tick => s,
        RolloutInput.RowsSeen seen => Rows(s, seen.Rows),
        RolloutInput.EntriesSeen seen => Entries(Rows(s, seen.Rows), seen.Entries, now),
        RolloutInput.PresenceSeen seen => seen.Nodes.Aggregate(s, (state, node) => Presence(state, node.Node, node.Fact, now)),
        RolloutInput.EventsSeen seen => s with { Events = EventsFact.Later(s.Events, seen.Events), ReadingEvents = false },
        RolloutInput.PaceSeen seen => s with { Pace = seen.Pace, ReadingPace = false },
        RolloutInput.ControlSeen seen => Control(s with { ReadingControl = false, ControlIsStale = false }, seen.Control, seen.Version, now),
        RolloutInput.Answered answered when ReferenceEquals(answered.Write, s.Awaiting) => Answer(s with { Awaiting = null }, answered.Write, answered.Answer, now),
        RolloutInput.Resynced resynced when ReferenceEquals(resynced.For, s.Awaiting) => Resync(s with { Awaiting = null }, resynced, now),
        RolloutInput.Verified verified when ReferenceEquals(verified.For, s.Awaiting) => Verify(s with { Awaiting = null }, verified),
        RolloutInput.RollbackRefused refused => s with { RollbackRefused = refused.Why },
        RolloutInput.ReadLost lost => ReadLost(s, lost.Read, now),
        RolloutInput.Reconnected when s.Awaiting is null => s with { ToResync = s.ToResync ?? [] },
        _ => s,
    };

    private static MachineState Rows(MachineState s, ImmutableArray<SeenNode<RowFact>> rows)
    {
        foreach (var (node, fact) in rows)
        {
            s = s.WithRow(node, fact);
            if (s.Targets.TryGetValue(node, out var target) && (target.ReadingRow || target.RowIsStale))
                s = s.With(target with { ReadingRow = false, RowIsStale = false });
        }

        return s;
    }

    private static MachineState Entries(MachineState s, ImmutableArray<SeenNode<EntryFact>> entries, DateTimeOffset now)
    {
        foreach (var (node, fact) in entries)
        {
            if (s.Targets.TryGetValue(node, out var target)) s = s.With(Missing(target with { Entry = fact, EntryAt = now, ReadingEntry = false }, now));
        }

        return s;
    }

    private static MachineState Presence(MachineState s, NodeName node, PresenceFact fact, DateTimeOffset now)
    {
        if (!s.Targets.TryGetValue(node, out var target)) return s;
        // Another journal, or a host that was away: who claimed the command must be read again before anybody is judged.
        var isOther = target.Presence is not null && fact != target.Presence && fact is PresenceFact.Alive;
        if (fact is PresenceFact.Alive alive && s.Rebooting.Contains(target.Position) && alive.BootId != ((RowFact.Ended)target.Row).Result.BootId)
        {
            s = s with { Rebooting = s.Rebooting.Remove(target.Position) };
            target = target with { IsBack = true };
        }

        return s.With(Missing(
            target with { Presence = fact, PresenceAt = now, ReadingPresence = false, Entry = isOther ? null : target.Entry }, now));
    }

    /// <summary>A node is missing while nobody is there who could finish the command: no host, or one with another journal than the claim's.</summary>
    private static TargetState Missing(TargetState target, DateTimeOffset now)
    {
        if (target.Standing != NodeStanding.Outstanding || target.Presence is null) return target;
        // With the entry unknown a new journal says nothing yet: what was known stands until the entry is read.
        if (target.Presence is PresenceFact.Alive && target.Entry is null) return target;
        var isMissing = target.Presence is not PresenceFact.Alive alive || (target.Entry is EntryFact.Claimed claimed && claimed.Journal != alive.Journal);
        return target with { MissingSince = isMissing ? target.MissingSince ?? now : null };
    }

    private static MachineState Control(MachineState s, ControlDocument control, int version, DateTimeOffset now) =>
        version <= s.ControlVersion
            ? s
            : s with { Control = control, ControlVersion = version, AbortSeenAt = control.Abort is null ? null : s.AbortSeenAt ?? now };

    private static MachineState Resync(MachineState s, RolloutInput.Resynced read, DateTimeOffset now)
    {
        // Version, owner and epoch together say whether the state is still the one that this owner wrote last, or wanted to write.
        if (read.State.Owner != s.State.Owner || read.State.Epoch != s.State.Epoch) return s with { ToResync = null, StateVersion = -1 };
        // What was taken from the shared budget is as unknown as the rest.
        s = s with { State = read.State, StateVersion = read.StateVersion, ToResync = null, IsVerified = false, Pace = null };
        foreach (var node in read.For.Nodes)
        {
            if (s.Targets.TryGetValue(node, out var target)) s = s.With(target with { Entry = null, ReadingEntry = false });
        }

        return Control(Rows(s, read.Rows), read.Control, read.ControlVersion, now);
    }

    private static MachineState Verify(MachineState s, RolloutInput.Verified verified)
    {
        var after = Rows(s, verified.Rows);
        return after with { IsVerified = after.Outstanding.IsEmpty };
    }

    private static MachineState ReadLost(MachineState s, RolloutEffect read, DateTimeOffset now)
    {
        s = s with { ReadsFrom = now + ReadsRest };
        switch (read)
        {
            case RolloutEffect.ReadRows rows:
                return rows.Nodes.Aggregate(s, (state, n) => state.With(state.Targets[n] with { ReadingRow = false, RowIsStale = true }));
            case RolloutEffect.ReadEntries entries:
                return entries.Nodes.Aggregate(s, (state, n) => state.With(state.Targets[n] with { ReadingEntry = false }));
            case RolloutEffect.ReadPresence presence:
                return presence.Nodes.Aggregate(s, (state, n) => state.With(state.Targets[n] with { ReadingPresence = false }));
            case RolloutEffect.ReadControl:
                return s with { ReadingControl = false, ControlIsStale = true };
            case RolloutEffect.ReadEvents:
                return s with { ReadingEvents = false, Events = null };
            case RolloutEffect.ReadPace:
                return s with { ReadingPace = false, Pace = null };
            case RolloutEffect.Resync resync when ReferenceEquals(resync, s.Awaiting):
                return s with { Awaiting = null, ToResync = resync.Nodes };
            case RolloutEffect.Verify verify when ReferenceEquals(verify, s.Awaiting):
                return s with { Awaiting = null };
            default:
                return s;
        }
    }
}
