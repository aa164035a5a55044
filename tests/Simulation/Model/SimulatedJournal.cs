using ChefActors.NodeHost.Journal;

namespace ChefActors.Simulation.Model;

/// <summary>The journal of one life, over the simulated disk, in the real bytes.</summary>
internal sealed class SimulatedJournal : IRunJournal
{
    private readonly SimulatedDisk _disk;
    private readonly Func<string, bool, bool> _dies;

    private int? _goodLength;

    private SimulatedJournal(SimulatedDisk disk, JournalState state, Func<string, bool, bool> dies) => (_disk, State, _dies) = (disk, state, dies);

    /// <inheritdoc />
    public JournalState State { get; private set; }

    /// <summary>Planted bug: nothing is synced.</summary>
    internal bool SyncsNothing { get; init; }

    /// <summary>Planted bug: records of this kind are never written.</summary>
    internal Type? Omits { get; init; }

    /// <summary>Planted bug: what a failed append left is not cut off before the next one.</summary>
    internal bool LeavesBrokenTail { get; init; }

    /// <summary>Whether the next append fails, with a part of it on the disk.</summary>
    internal Func<bool> Fails { get; init; } = () => false;

    /// <summary>Opens it as the real one does: torn tail cut, compacted, rewritten.</summary>
    /// <param name="disk">The file.</param>
    /// <param name="machineId">This machine.</param>
    /// <param name="newId">The id of a journal that is begun.</param>
    /// <param name="now">By the node's clock.</param>
    /// <param name="dies">Asked at <c>journal RECORD</c>, before and after: whether the node host dies there.</param>
    /// <param name="options">Faults and planted bugs.</param>
    internal static SimulatedJournal Open(SimulatedDisk disk, string machineId, string newId, DateTimeOffset now, Func<string, bool, bool> dies, HostOptions options)
    {
        var reading = JournalCodec.Read(disk.Content);
        if (reading.Damage is { } damage) throw new InvalidOperationException("the simulated journal is damaged: " + damage);
        var state = JournalState.Of(reading.Records);
        if (state.Header is { } header && header.MachineId != machineId) state = new JournalState();
        if (state.Header is null) state = state.With(new JournalRecord.Header(newId, machineId));
        if (options.ForgetsSent) state = state with { Sent = state.Sent.Clear(), LastSlot = null };
        disk.Replace([.. state.Compact(now).SelectMany(JournalCodec.Write)]);
        return new SimulatedJournal(disk, state, dies) { SyncsNothing = options.SyncsNothing, Fails = options.DiskFails, Omits = options.Omits, LeavesBrokenTail = options.LeavesBrokenTail };
    }

    /// <inheritdoc />
    public Task AppendAsync(JournalRecord record, CancellationToken cancellationToken)
    {
        var point = "journal " + record.GetType().Name.ToLowerInvariant();
        if (_dies(point, true)) return new TaskCompletionSource().Task;
        if (record.GetType() == Omits)
        {
            State = State.With(record);
            return Task.CompletedTask;
        }

        // As the real one: what a failed append left behind goes first.
        if (_goodLength is { } good && !LeavesBrokenTail) _disk.Cut(good);
        _goodLength = null;
        var bytes = JournalCodec.Write(record);
        if (Fails())
        {
            _goodLength = _disk.Length;
            _disk.Append(bytes[..(bytes.Length / 2)], sync: false);
            return Task.FromException(new IOException("no space left on the simulated device"));
        }

        _disk.Append(bytes, sync: record is not JournalRecord.Sent && !SyncsNothing);
        State = State.With(record);
        return _dies(point, false) ? new TaskCompletionSource().Task : Task.CompletedTask;
    }
}
