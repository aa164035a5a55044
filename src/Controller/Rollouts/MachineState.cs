using System.Collections.Immutable;
using ChefActors.Core.Nodes;
using ChefActors.Core.Results;
using ChefActors.Core.Rollouts;

namespace ChefActors.Controller.Rollouts;

/// <summary>All that the owner of a rollout knows: a value, changed by <see cref="RolloutMachine"/> alone.</summary>
internal sealed record MachineState
{
    public required RolloutPlan Plan { get; init; }

    /// <summary>The state as last written or read, and its version: the fence.</summary>
    public required RolloutState State { get; init; }

    public required int StateVersion { get; init; }

    /// <summary>The operators' words as last read, and their version.</summary>
    public required ControlDocument Control { get; init; }

    public required int ControlVersion { get; init; }

    /// <summary>When an abort was first seen; entries that were read before it are read again.</summary>
    public DateTimeOffset? AbortSeenAt { get; init; }

    public required ImmutableDictionary<NodeName, TargetState> Targets { get; init; }

    /// <summary>Names by position.</summary>
    public required ImmutableArray<NodeName> Order { get; init; }

    /// <summary>Positions of the targets without a row.</summary>
    public required ImmutableSortedSet<int> Pending { get; init; }

    /// <summary>Positions of the targets with an empty row.</summary>
    public required ImmutableSortedSet<int> Outstanding { get; init; }

    /// <summary>Positions of the targets that were given up and may still run: their true result replaces the row.</summary>
    public ImmutableSortedSet<int> MayStillRun { get; init; } = [];

    /// <summary>Counts of all targets.</summary>
    public required ResultTally Tally { get; init; }

    /// <summary>The same by wave.</summary>
    public required ImmutableArray<WaveProgress> Waves { get; init; }

    /// <summary>Successes and failures in the order of their results.</summary>
    public ImmutableSortedSet<EndedRow> Ends { get; init; } = [];

    /// <summary>Positions of the targets that reboot and must be back to count.</summary>
    public ImmutableSortedSet<int> Rebooting { get; init; } = [];

    /// <summary>Positions of the targets that were not back in time: each counts as a failure.</summary>
    public ImmutableSortedSet<int> NotBack { get; init; } = [];

    /// <summary>Monitoring events; null: not read yet, or no rule asks for them.</summary>
    public EventsFact? Events { get; init; }

    public bool ReadingEvents { get; init; }

    /// <summary>The shared budget; null: not read, or out of date.</summary>
    public PaceFact? Pace { get; init; }

    public bool ReadingPace { get; init; }

    /// <summary>When the shared budget allows the next run, as far as is known.</summary>
    public DateTimeOffset PaceFrom { get; init; }

    /// <summary>The number of the halt for which the plan's rollback was asked for last; 0: none.</summary>
    public int RollbackAsked { get; init; }

    /// <summary>Why that rollback was refused; null: it was not, or there is no answer yet.</summary>
    public string? RollbackRefused { get; init; }

    /// <summary>The write, resync or verification whose answer is awaited.</summary>
    public RolloutEffect? Awaiting { get; init; }

    /// <summary>Nodes to read again after a lost answer; null: none was lost.</summary>
    public ImmutableArray<NodeName>? ToResync { get; init; }

    /// <summary>All rows were read afresh after a sync, and nothing has changed since.</summary>
    public bool IsVerified { get; init; }

    public bool ControlIsStale { get; init; }

    public bool ReadingControl { get; init; }

    /// <summary>No read before this time, as one was lost.</summary>
    public DateTimeOffset ReadsFrom { get; init; }

    /// <summary>The last word.</summary>
    public StopReason? Stopped { get; init; }

    public TimeSpan Grace => TimeSpan.FromSeconds(Plan.GraceS);

    public WavePlan CurrentWave => Plan.Waves[State.Wave];

    public TargetState At(int position) => Targets[Order[position]];

    /// <summary>What the owner knows when it begins, after T1 or T2.</summary>
    public static MachineState Of(LoadedRollout loaded, DateTimeOffset now)
    {
        var state = new MachineState
        {
            Plan = loaded.Plan,
            State = loaded.State,
            StateVersion = loaded.StateVersion,
            Control = loaded.Control,
            ControlVersion = loaded.ControlVersion,
            // No entry was read yet, so any look at one comes after the abort.
            AbortSeenAt = loaded.Control.Abort is null ? null : DateTimeOffset.MinValue,
            Order = [.. loaded.Targets.Select(t => t.Node)],
            Targets = loaded.Targets
                .Select((t, i) => KeyValuePair.Create(t.Node, new TargetState { Node = t.Node, Wave = t.Wave, Position = i }))
                .ToImmutableDictionary(),
            Pending = [.. Enumerable.Range(0, loaded.Targets.Length)],
            Outstanding = [],
            // A rollout that was left in preparation has fewer targets written than planned: none of them was dispatched.
            Tally = ResultTally.Of(loaded.State.Chunks is null ? loaded.Plan.Waves.Sum(w => w.Targets) : loaded.Targets.Length),
            Waves = [.. loaded.Plan.Waves.Select(w => WaveProgress.Of(w.Targets))],
        };
        state = loaded.Rows.Aggregate(state, (s, row) => s.WithRow(row.Node, row.Fact));
        state = loaded.Presence.Where(p => state.Targets.ContainsKey(p.Node))
            .Aggregate(state, (s, p) => s.With(s.Targets[p.Node] with { Presence = p.Fact, PresenceAt = now }));
        return loaded.Entries.Where(e => state.Targets.ContainsKey(e.Node))
            .Aggregate(state, (s, e) => s.With(s.Targets[e.Node] with { Entry = e.Fact, EntryAt = now }));
    }

    public MachineState With(TargetState target) => this with { Targets = Targets.SetItem(target.Node, target) };

    /// <summary>The row as seen, with sets and counts; a fact older than what is known changes nothing.</summary>
    public MachineState WithRow(NodeName node, RowFact fact)
    {
        if (!Targets.TryGetValue(node, out var before)) return this;
        if (fact.Rank <= before.Row.Rank) return this;
        var after = before with { Row = fact };
        return this with
        {
            Targets = Targets.SetItem(node, after),
            Pending = Pending.Remove(before.Position),
            Outstanding = fact is RowFact.Empty ? Outstanding.Add(before.Position) : Outstanding.Remove(before.Position),
            MayStillRun = fact is RowFact.Ended ended && ended.Result.MayStillRun() ? MayStillRun.Add(before.Position) : MayStillRun.Remove(before.Position),
            Tally = Tally.Move(before.Standing, after.Standing),
            Waves = Waves.SetItem(before.Wave, Waves[before.Wave].With(before.Standing, after.Standing, fact)),
            Ends = EndsWith(before, after),
            Rebooting = IsReboot(fact) && !before.IsBack ? Rebooting.Add(before.Position) : Rebooting,
            IsVerified = false,
        };
    }

    /// <summary>Failures of a wave, with those that did not come back from a reboot.</summary>
    public int FailuresOf(int wave) => Waves[wave].Tally.Count(ResultClass.Failure) + NotBack.Count(p => At(p).Wave == wave);

    /// <summary>Failures of all waves.</summary>
    public int Failures => Tally.Count(ResultClass.Failure) + NotBack.Count;

    private ImmutableSortedSet<EndedRow> EndsWith(TargetState before, TargetState after)
    {
        var ends = EndOf(before) is { } old ? Ends.Remove(old) : Ends;
        return EndOf(after) is { } end ? ends.Add(end) : ends;
    }

    private static EndedRow? EndOf(TargetState target) => target.Row is RowFact.Ended ended && ended.Result.State.Class() is ResultClass.Success or ResultClass.Failure
        ? new EndedRow(((RowFact.Ended)target.Row).Zxid, target.Position, ((RowFact.Ended)target.Row).Result.State.Class() == ResultClass.Failure)
        : null;

    private bool IsReboot(RowFact fact) => Plan.RebootVerifyS is not null && fact is RowFact.Ended { Result.State: ResultState.RebootPending };
}
