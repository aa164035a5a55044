using ChefActors.Core.Results;
using ChefActors.NodeHost.Journal;
using Microsoft.Extensions.Logging;

namespace ChefActors.NodeHost.Running;

internal sealed partial class ChefRunnerActor
{
    private void LogInput(RunnerInput input)
    {
        if (_logger.IsEnabled(LogLevel.Debug)) LogStep(input);
        switch (input)
        {
            case RunnerInput.ClaimAnswered { Answer: not ClaimAnswer.Granted } refused:
                LogNotClaimed(_logger, refused.Id, LoggedRollout.Of(refused.Id), refused.Answer.GetType().Name);
                break;
            case RunnerInput.AppendFailed failed:
                LogDisk(_logger, CommandOf(failed.Record), LoggedRollout.Of(CommandOf(failed.Record)), failed.Error);
                break;
            case RunnerInput.SpawnFailed failed:
                LogNotStarted(_logger, failed.Id, LoggedRollout.Of(failed.Id), failed.Error);
                break;
        }
    }

    /// <summary>Where the time of a start goes; `./bench push` reads these lines.</summary>
    private void LogStep(RunnerInput input)
    {
        (string Command, string Step)? step = input switch
        {
            RunnerInput.SlotRead { Slot: { Data.Length: > 0 } slot } => (Core.Commands.CommandId.ForSlot(slot.Identity.Mzxid), "read"),
            RunnerInput.EntryRead read => (read.Entry.Id, "read"),
            RunnerInput.Spawned spawned => (spawned.Id, "wrapper spawned"),
            RunnerInput.ClaimAnswered { Answer: ClaimAnswer.Granted } granted => (granted.Id, "claim granted"),
            RunnerInput.Appended { Record: JournalRecord.Start start } => (start.Id, "journal synced"),
            _ => null,
        };
        if (step is { } known) LogStep(_logger, known.Command, known.Step, (long)_sinceBoot().TotalMicroseconds);
    }

    private void LogEffect(RunnerEffect effect)
    {
        switch (effect)
        {
            case RunnerEffect.Release release:
                LogStep(_logger, release.Start.Id, "go", (long)_sinceBoot().TotalMicroseconds);
                LogStarted(_logger, release.Start.Id, LoggedRollout.Of(release.Start.Id), release.Start.Attempt, release.Start.Pid);
                break;
            case RunnerEffect.EndHost end:
                LogLeaving(_logger, end.Start.Id, LoggedRollout.Of(end.Start.Id));
                break;
            case RunnerEffect.Observe observe:
                LogRecovering(_logger, observe.Start.Id, LoggedRollout.Of(observe.Start.Id), observe.Start.Attempt, observe.Start.Pid);
                break;
            case RunnerEffect.Force force:
                LogForce(_logger, force.Start.Id, LoggedRollout.Of(force.Start.Id));
                break;
            case RunnerEffect.Signal signal:
                LogSignal(_logger, signal.Start.Id, LoggedRollout.Of(signal.Start.Id), signal.What);
                break;
        }
    }

    private static string CommandOf(JournalRecord record) => record switch
    {
        JournalRecord.Start start => start.Id,
        JournalRecord.Dropped dropped => dropped.Id,
        JournalRecord.Stopping stopping => stopping.Id,
        JournalRecord.Outcome outcome => outcome.Id,
        JournalRecord.Sent sent => sent.Id,
        _ => throw new ArgumentOutOfRangeException(nameof(record), record.GetType().Name, "the runner writes no such record"),
    };

    private static string CommandOf(RunnerEffect effect) => effect switch
    {
        RunnerEffect.KeepLog keep => keep.Id,
        RunnerEffect.Look look => look.Start.Id,
        RunnerEffect.Signal signal => signal.Start.Id,
        _ => throw new ArgumentOutOfRangeException(nameof(effect), effect.GetType().Name, "a failure of this effect is not logged"),
    };

    private void LogOutcome(JournalRecord.Outcome outcome) =>
        LogEnded(_logger, outcome.Id, LoggedRollout.Of(outcome.Id), outcome.Result.State.Word(), outcome.Result.ExitCode, outcome.Result.Reason is { } reason ? ": " + reason.Text : "");

    private void LogRefusal(RunnerEffect.Refuse refuse) =>
        LogRefused(_logger, refuse.Id, LoggedRollout.Of(refuse.Id), refuse.Result.State.Word(), refuse.Result.Reason?.Text);

    [LoggerMessage(Level = LogLevel.Debug, Message = "start of command {CommandId}: {Step} at {Microseconds} µs since boot")]
    private static partial void LogStep(ILogger logger, string commandId, string step, long microseconds);

    [LoggerMessage(Level = LogLevel.Information, Message = "command {CommandId} (rollout {RolloutId}): attempt {Attempt} started, pid {Pid}")]
    private static partial void LogStarted(ILogger logger, string commandId, string rolloutId, int attempt, int pid);

    [LoggerMessage(Level = LogLevel.Information, Message = "command {CommandId} (rollout {RolloutId}): this node host ends, its supervisor starts it again")]
    private static partial void LogLeaving(ILogger logger, string commandId, string rolloutId);

    [LoggerMessage(Level = LogLevel.Information, Message = "command {CommandId} (rollout {RolloutId}): {State}, exit code {ExitCode}{Reason}")]
    private static partial void LogEnded(ILogger logger, string commandId, string rolloutId, string state, int? exitCode, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "command {CommandId} (rollout {RolloutId}): {State} without a run: {Reason}")]
    private static partial void LogRefused(ILogger logger, string commandId, string rolloutId, string state, string? reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "command {CommandId} (rollout {RolloutId}): not claimed: {Answer}")]
    private static partial void LogNotClaimed(ILogger logger, string commandId, string rolloutId, string answer);

    [LoggerMessage(Level = LogLevel.Warning, Message = "command {CommandId} (rollout {RolloutId}): attempt {Attempt} was started by an earlier life of this node host, pid {Pid}: looking at it")]
    private static partial void LogRecovering(ILogger logger, string commandId, string rolloutId, int attempt, int pid);

    [LoggerMessage(Level = LogLevel.Warning, Message = "command {CommandId} (rollout {RolloutId}): stopping, signal {Signal}")]
    private static partial void LogSignal(ILogger logger, string commandId, string rolloutId, ChefClient.ChefSignal signal);

    [LoggerMessage(Level = LogLevel.Information, Message = "command {CommandId} (rollout {RolloutId}): stopped; what it started is ended too")]
    private static partial void LogForce(ILogger logger, string commandId, string rolloutId);

    [LoggerMessage(Level = LogLevel.Error, Message = "command {CommandId} (rollout {RolloutId}): nothing can be started: {Error}")]
    private static partial void LogDisk(ILogger logger, string commandId, string rolloutId, string error);

    [LoggerMessage(Level = LogLevel.Error, Message = "command {CommandId} (rollout {RolloutId}): not started: {Error}")]
    private static partial void LogNotStarted(ILogger logger, string commandId, string rolloutId, string error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "command {CommandId} (rollout {RolloutId}): {Effect} failed: {Error}")]
    private static partial void LogWorkFailed(ILogger logger, string commandId, string rolloutId, string effect, string error);
}
