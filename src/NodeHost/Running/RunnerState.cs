using System.Collections.Immutable;
using ChefActors.Core.Commands;
using ChefActors.NodeHost.Facts;
using ChefActors.NodeHost.Journal;

namespace ChefActors.NodeHost.Running;

/// <summary>All that the runner knows. Immutable.</summary>
internal sealed record RunnerState
{
    /// <summary>What waits.</summary>
    public required RunQueue Queue { get; init; }

    /// <summary>What runs.</summary>
    public ActiveRun? Active { get; init; }

    /// <summary>Outcomes to send, oldest first.</summary>
    public ImmutableList<JournalRecord.Outcome> Spool { get; init; } = [];

    /// <summary>The first of <see cref="Spool"/> is on its way.</summary>
    public bool IsReporting { get; init; }

    /// <summary>This node host is registered.</summary>
    public bool IsRegistered { get; init; }

    /// <summary>The cluster's id as registered; null: as the journal had it.</summary>
    public string? ClusterId { get; init; }

    /// <summary>Ids whose refusal is on its way.</summary>
    public ImmutableHashSet<string> Refusing { get; init; } = [];

    /// <summary>Ids whose result is in.</summary>
    public ImmutableDictionary<string, JournalRecord.Sent> Sent { get; init; } = ImmutableDictionary<string, JournalRecord.Sent>.Empty;

    /// <summary>The last push whose result is in.</summary>
    public SlotIdentity? LastSlot { get; init; }

    /// <summary>Pushes that another journal claimed, and until when they are left to it.</summary>
    public ImmutableDictionary<string, (TimeSpan Until, Command Command, SlotIdentity Slot)> Foreign { get; init; } = ImmutableDictionary<string, (TimeSpan, Command, SlotIdentity)>.Empty;

    /// <summary>chef-client is too old for our report handler, which a run that ended at once has shown: the next ones go without.</summary>
    public bool HandlerRefused { get; init; }

    /// <summary>Nothing is started before this time.</summary>
    public TimeSpan? BlockedUntil { get; init; }

    /// <summary>Why not.</summary>
    public string? BlockedBy { get; init; }

    /// <summary>What was learned of the node's mode; null: as the policy had it.</summary>
    public ChefMode? ChefMode { get; init; }

    /// <summary>
    /// A push that was run here, or is, and that this one is no later than in zxid and time: it is of the past. A server set up anew counts its
    /// zxids from the start, but not its time.
    /// </summary>
    /// <param name="id">The command id of the push in question: itself it does not count.</param>
    /// <param name="push">The push in question.</param>
    internal SlotIdentity? LaterPush(string id, SlotIdentity push)
    {
        if (LastSlot is { } last && push.IsNoLaterThan(last)) return last;
        var known = Spool.Where(outcome => outcome.Id != id).Select(outcome => outcome.Slot);
        if (Active is { } run && run.Id != id) known = known.Append(run.Item.Slot);
        return known.OfType<SlotIdentity>().FirstOrDefault(push.IsNoLaterThan);
    }

    /// <summary>Whether the id is under way here in any form, so that reading it again changes nothing.</summary>
    internal bool Knows(string id) => Refusing.Contains(id) || Spool.Any(outcome => outcome.Id == id);
}
