using ChefActors.NodeHost.Journal;

namespace ChefActors.Simulation.Model;

/// <summary>The journal of one life, over the simulated disk, in the real bytes.</summary>
internal sealed class SimulatedJournal : IRunJournal
{
    private readonly SimulatedDisk _disk;
    private readonly Func<string, bool, bool> _dies;

    private SimulatedJournal(SimulatedDisk disk, JournalState state, Func<string, bool, bool> dies) => (_disk, State, _dies) = (disk, state, dies);

    /// <inheritdoc />
    public JournalState State { get; private set; }

    /// <summary>Planted bug: nothing is synced.</summary>
    internal bool SyncsNothing { get; init; }

    /// <summary>Whether the next append fails.</summary>
    internal Func<bool> Fails { get; init; } = () => false;

    /// <summary>Opens it as the real one does: torn tail cut, compacted, rewritten.</summary>
    /// <param name="disk">The file.</param>
    /// <param name="machineId">This machine.</param>
    /// <param name="newId">The id of a journal that is begun.</param>
    /// <param name="now">By the node's clock.</param>
    /// <param name="dies">Asked at <c>journal RECORD</c>, before and after: whether the node host dies there.</param>
    /// <param name="syncsNothing">Planted bug.</param>
    /// <param name="fails">Whether the next append fails.</param>
    internal static SimulatedJournal Open(
        SimulatedDisk disk, string machineId, string newId, DateTimeOffset now, Func<string, bool, bool> dies, bool syncsNothing, Func<bool> fails)
    {
        var reading = JournalCodec.Read(disk.Content);
        if (reading.Damage is { } damage) throw new InvalidOperationException("the simulated journal is damaged: " + damage);
        var state = JournalState.Of(reading.Records);
        if (state.Header is null) state = state.With(new JournalRecord.Header(newId, machineId));
        disk.Replace([.. state.Compact(now).SelectMany(JournalCodec.Write)]);
        return new SimulatedJournal(disk, state, dies) { SyncsNothing = syncsNothing, Fails = fails };
    }

    /// <inheritdoc />
    public Task AppendAsync(JournalRecord record, CancellationToken cancellationToken)
    {
        var point = "journal " + record.GetType().Name.ToLowerInvariant();
        if (_dies(point, true)) return new TaskCompletionSource().Task;
        if (Fails()) return Task.FromException(new IOException("no space left on the simulated device"));
        _disk.Append(JournalCodec.Write(record), sync: record is not JournalRecord.Sent && !SyncsNothing);
        State = State.With(record);
        return _dies(point, false) ? new TaskCompletionSource().Task : Task.CompletedTask;
    }
}
