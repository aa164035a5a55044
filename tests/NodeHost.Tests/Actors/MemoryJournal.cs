using ChefActors.NodeHost.Journal;

namespace ChefActors.NodeHost.Tests.Actors;

/// <summary>A journal in memory, on a disk that may be full and with an actor that may crash around an append.</summary>
internal sealed class MemoryJournal(FaultyWork work) : IRunJournal
{
    public JournalState State { get; private set; } = new JournalState().With(new JournalRecord.Header("journal-1", "machine-1"));

    public bool IsFull { get; set; }

    public List<JournalRecord> Records { get; } = [];

    public Task AppendAsync(JournalRecord record, CancellationToken cancellationToken) => work.Around("append " + record.GetType().Name, () =>
    {
        if (IsFull) throw new IOException("No space left on device");
        Records.Add(record);
        State = State.With(record);
        return true;
    });
}
