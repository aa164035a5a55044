namespace ChefActors.NodeHost.Journal;

/// <summary>The node host's own memory on disk. One writer; appends are carried out in the order in which they are asked for.</summary>
internal interface IRunJournal
{
    /// <summary>What it held when it was opened, with all appends since.</summary>
    JournalState State { get; }

    /// <summary>Appends a record; when the task completes it survives a crash of the machine (but <see cref="JournalRecord.Sent"/>, which only survives one of the process).</summary>
    /// <exception cref="IOException">It could not be written; nothing of it counts.</exception>
    Task AppendAsync(JournalRecord record, CancellationToken cancellationToken);
}
