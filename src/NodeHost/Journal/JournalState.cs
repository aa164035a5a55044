using System.Collections.Immutable;

namespace ChefActors.NodeHost.Journal;

/// <summary>The journal, folded: what stands after all records. Pure.</summary>
internal sealed record JournalState
{
    /// <summary>The first record; null: an empty journal.</summary>
    public JournalRecord.Header? Header { get; init; }

    /// <summary>The cluster it belongs to; null: none yet.</summary>
    public string? ClusterId { get; init; }

    /// <summary>The start that has neither been dropped nor come to an outcome. There is at most one, as one chef-client runs at a time.</summary>
    public JournalRecord.Start? Unfinished { get; init; }

    /// <summary>A stop was decided for <see cref="Unfinished"/>.</summary>
    public StopCause? Stopping { get; init; }

    /// <summary>Outcomes that are not sent yet, oldest first: the spool.</summary>
    public ImmutableList<JournalRecord.Outcome> Spool { get; init; } = [];

    /// <summary>Ids whose result is in, until they can no longer be accepted.</summary>
    public ImmutableDictionary<string, JournalRecord.Sent> Sent { get; init; } = ImmutableDictionary<string, JournalRecord.Sent>.Empty;

    /// <summary>The last push through the slot whose result is in.</summary>
    public SlotIdentity? LastSlot { get; init; }

    /// <summary>All records, folded.</summary>
    internal static JournalState Of(IEnumerable<JournalRecord> records) => records.Aggregate(new JournalState(), (state, record) => state.With(record));

    /// <summary>So many ids are kept at most; those of the earliest <c>accept_by</c> go first.</summary>
    internal const int SentAtMost = 20_000;

    /// <summary>The ids with one more, bounded.</summary>
    internal static ImmutableDictionary<string, JournalRecord.Sent> Remember(ImmutableDictionary<string, JournalRecord.Sent> ids, JournalRecord.Sent sent)
    {
        ids = ids.SetItem(sent.Id, sent);
        return ids.Count <= SentAtMost ? ids : ids.Remove(ids.Values.MinBy(known => known.AcceptBy ?? DateTimeOffset.MaxValue)!.Id);
    }

    /// <summary>The state after one more record.</summary>
    internal JournalState With(JournalRecord record) => record switch
    {
        JournalRecord.Header header => this with { Header = header },
        JournalRecord.Adopted adopted => this with { ClusterId = adopted.ClusterId },
        JournalRecord.Start start => this with { Unfinished = start, Stopping = null },
        JournalRecord.Dropped dropped when dropped.Id == Unfinished?.Id => this with { Unfinished = null, Stopping = null },
        JournalRecord.Stopping stopping when stopping.Id == Unfinished?.Id => this with { Stopping = stopping.Cause },
        JournalRecord.Outcome outcome => this with
        {
            Unfinished = outcome.Id == Unfinished?.Id ? null : Unfinished,
            Stopping = outcome.Id == Unfinished?.Id ? null : Stopping,
            Spool = Spool.RemoveAll(o => o.Id == outcome.Id).Add(outcome),
        },
        JournalRecord.Sent sent => this with
        {
            Spool = Spool.RemoveAll(o => o.Id == sent.Id),
            Sent = sent.Slot is null ? Remember(Sent, sent) : Sent,
            LastSlot = sent.Slot ?? LastSlot,
        },
        _ => this,
    };

    /// <summary>The fewest records that fold to this state, without ids that can no longer be accepted.</summary>
    internal IEnumerable<JournalRecord> Compact(DateTimeOffset now)
    {
        if (Header is not null) yield return Header;
        if (ClusterId is not null) yield return new JournalRecord.Adopted(ClusterId);
        foreach (var sent in Sent.Values.Where(s => !s.IsPast(now)).OrderBy(s => s.Id, StringComparer.Ordinal)) yield return sent;
        if (LastSlot is not null) yield return new JournalRecord.Sent(Core.Commands.CommandId.ForSlot(LastSlot.Mzxid), null, LastSlot);
        foreach (var outcome in Spool) yield return outcome;
        if (Unfinished is not null) yield return Unfinished;
        if (Unfinished is not null && Stopping is { } cause) yield return new JournalRecord.Stopping(Unfinished.Id, cause);
    }
}
