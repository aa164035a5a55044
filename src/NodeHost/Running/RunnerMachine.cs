using System.Collections.Immutable;
using ChefActors.Core.Nodes;
using ChefActors.Core.Znodes;
using ChefActors.NodeHost.Journal;

namespace ChefActors.NodeHost.Running;

/// <summary>
/// The runner's decisions, pure: state, input and now give the next state and what is to be done. One run at a time:
/// <code>
/// (found in the journal) Recovering -> Running | Ending | Abandoning | Starting (another attempt)
/// (its turn has come)    Starting   -> Running            wrapper held, start durable, claim granted: go
///                                   -> Leaving            a restart: supervisor there, start durable, claim granted
///                                   -> Abandoning         refused, expired, stopped, could not be started
///                        Running    -> Stopping | Ending | Starting (another attempt)
///                        Stopping   -> Ending
///                        Ending     -> (spool)            the outcome is durable; its sending holds the next start
///                        Leaving    -> (the next life)   a restart: this process ends; there Recovering -> Ending
///                        Abandoning -> (nothing) | Ending what was prepared is taken back; the aftermath follows
/// </code>
/// </summary>
internal sealed partial class RunnerMachine(RunnerContext context)
{
    /// <summary>The first step of a life: what the journal left.</summary>
    internal RunnerStep Begin(JournalState journal, Moment now)
    {
        var turn = new Turn(
            new RunnerState { Queue = new RunQueue(context.QueueLimit, context.QueueBytes), Spool = journal.Spool, Sent = journal.Sent, LastSlot = journal.LastSlot }, now);
        if (journal.Unfinished is { } start) Recover(turn, start, journal.Stopping);
        return Finish(turn, new RunnerState { Queue = new RunQueue(context.QueueLimit, context.QueueBytes) });
    }

    /// <summary>One step.</summary>
    internal RunnerStep Step(RunnerState state, RunnerInput input, Moment now)
    {
        var turn = new Turn(state, now);
        switch (input)
        {
            case RunnerInput.RegistrationChanged changed: turn.State = state with { IsRegistered = changed.IsRegistered, ClusterId = changed.ClusterId ?? state.ClusterId }; break;
            case RunnerInput.ChefModeLearned learned: turn.State = state with { ChefMode = learned.Mode }; break;
            case RunnerInput.EntryRead read: OnEntryRead(turn, read.Entry); break;
            case RunnerInput.EntryGone gone: OnEntryGone(turn, gone.Id); break;
            case RunnerInput.SlotRead read: OnSlotRead(turn, read.Slot); break;
            case RunnerInput.Spawned spawned: OnSpawned(turn, spawned); break;
            case RunnerInput.SpawnFailed failed: OnSpawnFailed(turn, failed); break;
            case RunnerInput.RestartReady ready: OnRestartReady(turn, ready); break;
            case RunnerInput.RestartRefused refused: OnRestartRefused(turn, refused); break;
            case RunnerInput.ClaimAnswered answered: OnClaimAnswered(turn, answered); break;
            case RunnerInput.Appended appended: OnAppended(turn, appended.Record); break;
            case RunnerInput.AppendFailed failed: OnAppendFailed(turn, failed); break;
            case RunnerInput.Observed observed: OnObserved(turn, observed); break;
            case RunnerInput.Inspected inspected: OnInspected(turn, inspected); break;
            case RunnerInput.Ended ended: OnEnded(turn, ended); break;
            case RunnerInput.Forced forced: OnForced(turn, forced); break;
            case RunnerInput.Looked looked: OnLooked(turn, looked); break;
            case RunnerInput.Reported reported: OnReported(turn, reported.Id); break;
            case RunnerInput.Refused refused: turn.State = state with { Refusing = state.Refusing.Remove(refused.Id) }; break;
            case RunnerInput.Tick: break;
            default: throw new ArgumentOutOfRangeException(nameof(input), input.GetType().Name, "the set of inputs is closed");
        }

        OnTime(turn);
        return Finish(turn, state);
    }

    private RunnerStep Finish(Turn turn, RunnerState before)
    {
        VerifyRestart(turn);
        ReportNext(turn);
        StartNext(turn);
        if (ActivityOf(turn.State) is var activity && activity != ActivityOf(before)) turn.Do(new RunnerEffect.Show(activity));
        return new RunnerStep(turn.State, [.. turn.Effects], WakeAt(turn.State));
    }

    /// <summary>Everything that only time brings about.</summary>
    private void OnTime(Turn turn)
    {
        if (turn.State.BlockedUntil <= turn.Now.Boot) turn.State = turn.State with { BlockedUntil = null, BlockedBy = null };
        EndForeignPushes(turn);
        if (turn.Active is not { } run) return;
        if (run.ToAppend is { } record && turn.State.BlockedUntil is null) Append(turn, record);
        else if (run.Phase == RunPhase.Running) OnRunningTime(turn, run);
        else if (run.Phase == RunPhase.Stopping) OnStoppingTime(turn, run);
    }

    private TimeSpan? WakeAt(RunnerState state)
    {
        var times = new List<TimeSpan>();
        if (state.BlockedUntil is { } blocked) times.Add(blocked);
        times.AddRange(state.Foreign.Values.Select(foreign => foreign.Until));
        if (state.Active is { Phase: RunPhase.Running } run) times.AddRange([run.Deadline, run.LockLookAt]);
        if (state.Active is { Phase: RunPhase.Stopping, Ladder: { } ladder }) times.Add(ladder.DueAt);
        return times.Count == 0 ? null : times.Min();
    }

    private static Activity ActivityOf(RunnerState state) => new()
    {
        State = state switch
        {
            { BlockedUntil: not null } => ActivityState.Blocked,
            { Active: { Phase: RunPhase.Running, LockHolder: not null } } => ActivityState.WaitingLock,
            { Active.Phase: RunPhase.Stopping } => ActivityState.Stopping,
            { Active: { Phase: RunPhase.Starting or RunPhase.Running or RunPhase.Ending or RunPhase.Leaving } } => ActivityState.Running,
            _ => ActivityState.Idle,
        },
        Command = state.Active?.Id,
        Since = state.Active?.Start?.StartedAt,
        ResourcesDone = state.Active?.ResourcesDone,
        WaitsFor = state.BlockedBy ?? (state.Active?.LockHolder is { } pid ? $"chef lock, pid {pid}" : null),
        Queue = state.Queue.Count,
    };

    private static string Quote(string text) => PayloadCodec.OneLine(text);

    /// <summary>The state as it becomes during one step, and what was decided so far.</summary>
    private sealed class Turn(RunnerState state, Moment now)
    {
        internal RunnerState State { get; set; } = state;

        internal Moment Now { get; } = now;

        internal List<RunnerEffect> Effects { get; } = [];

        internal ActiveRun? Active
        {
            get => State.Active;
            set => State = State with { Active = value };
        }

        internal void Do(RunnerEffect effect) => Effects.Add(effect);

        /// <summary>The active run, if the answer is for it; a late answer is for nobody.</summary>
        internal ActiveRun? ActiveOf(string id, int attempt) => Active is { } run && run.Id == id && run.Attempt == attempt ? run : null;
    }
}
