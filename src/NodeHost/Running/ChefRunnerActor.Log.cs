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
                LogNotClaimed(_logger, refused.Id, refused.Answer.GetType().Name);
                break;
            case RunnerInput.AppendFailed failed:
                LogDisk(_logger, failed.Error);
                break;
            case RunnerInput.SpawnFailed failed:
                LogNotStarted(_logger, failed.Id, failed.Error);
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
                LogStarted(_logger, release.Start.Id, release.Start.Command.Rollout ?? "none: slot", release.Start.Attempt, release.Start.Pid);
                break;
            case RunnerEffect.Observe observe:
                LogRecovering(_logger, observe.Start.Id, observe.Start.Attempt, observe.Start.Pid);
                break;
            case RunnerEffect.Signal signal:
                LogSignal(_logger, signal.Start.Id, signal.What);
                break;
        }
    }

    private void LogOutcome(JournalRecord.Outcome outcome) =>
        LogEnded(_logger, outcome.Id, outcome.Result.Rollout ?? "none: slot", outcome.Result.State.Word(), outcome.Result.ExitCode, outcome.Result.Reason is { } reason ? ": " + reason.Text : "");

    private void LogRefusal(RunnerEffect.Refuse refuse) =>
        LogRefused(_logger, refuse.Id, refuse.Result.Rollout ?? "none: slot", refuse.Result.State.Word(), refuse.Result.Reason?.Text);

    [LoggerMessage(Level = LogLevel.Debug, Message = "start of command {CommandId}: {Step} at {Microseconds} µs since boot")]
    private static partial void LogStep(ILogger logger, string commandId, string step, long microseconds);

    [LoggerMessage(Level = LogLevel.Information, Message = "command {CommandId} (rollout {RolloutId}): attempt {Attempt} started, pid {Pid}")]
    private static partial void LogStarted(ILogger logger, string commandId, string rolloutId, int attempt, int pid);

    [LoggerMessage(Level = LogLevel.Information, Message = "command {CommandId} (rollout {RolloutId}): {State}, exit code {ExitCode}{Reason}")]
    private static partial void LogEnded(ILogger logger, string commandId, string rolloutId, string state, int? exitCode, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "command {CommandId} (rollout {RolloutId}): {State} without a run: {Reason}")]
    private static partial void LogRefused(ILogger logger, string commandId, string rolloutId, string state, string? reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "command {CommandId}: not claimed: {Answer}")]
    private static partial void LogNotClaimed(ILogger logger, string commandId, string answer);

    [LoggerMessage(Level = LogLevel.Warning, Message = "command {CommandId}: attempt {Attempt} was started by an earlier life of this node host, pid {Pid}: looking at it")]
    private static partial void LogRecovering(ILogger logger, string commandId, int attempt, int pid);

    [LoggerMessage(Level = LogLevel.Warning, Message = "command {CommandId}: stopping, signal {Signal}")]
    private static partial void LogSignal(ILogger logger, string commandId, ChefClient.ChefSignal signal);

    [LoggerMessage(Level = LogLevel.Error, Message = "nothing can be started: {Error}")]
    private static partial void LogDisk(ILogger logger, string error);

    [LoggerMessage(Level = LogLevel.Error, Message = "command {CommandId}: not started: {Error}")]
    private static partial void LogNotStarted(ILogger logger, string commandId, string error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Effect} failed: {Error}")]
    private static partial void LogWorkFailed(ILogger logger, string effect, string error);
}
