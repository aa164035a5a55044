using ChefActors.Core.Commands;
using ChefActors.Core.Results;
using ChefActors.NodeHost.ChefClient;
using ChefActors.NodeHost.Journal;

namespace ChefActors.NodeHost.Running;

/// <summary>From <c>go</c> to the outcome: the two clocks, stopping, the end, another attempt.</summary>
internal sealed partial class RunnerMachine
{
    /// <param name="turn">This step.</param>
    /// <param name="run">The run.</param>
    /// <param name="isAdopted">It was found running: how long it waited for Chef's lock is not known, so all of that wait is granted.</param>
    private void Run(Turn turn, ActiveRun run, bool isAdopted)
    {
        var start = run.Start!;
        turn.Active = run with
        {
            Phase = RunPhase.Running,
            Deadline = TimeSpan.FromMilliseconds(isAdopted ? start.LockDeadlineMs : start.RunDeadlineMs),
            LockLookAt = turn.Now.Boot + context.LockLook,
        };
        turn.Do(new RunnerEffect.Await(start));
    }

    private void OnRunningTime(Turn turn, ActiveRun run)
    {
        if (turn.Now.Boot >= run.Deadline) BeginStopping(turn, run, StopCause.TimedOut);
        else if (turn.Now.Boot >= run.LockLookAt)
        {
            turn.Active = run with { LockLookAt = turn.Now.Boot + context.LockLook };
            turn.Do(new RunnerEffect.Look(run.Start!));
        }
    }

    /// <summary>While it waits for Chef's lock the clock of the run stands still, at most lock_wait_s.</summary>
    private static void OnLooked(Turn turn, RunnerInput.Looked looked)
    {
        if (turn.ActiveOf(looked.Id, looked.Attempt) is not { Phase: RunPhase.Running } run) return;
        var deadline = run.Deadline;
        if (looked.Progress.LockHolder is not null)
        {
            var fromNow = turn.Now.Boot + TimeSpan.FromSeconds(run.Item.Command.RunTimeoutS);
            var latest = TimeSpan.FromMilliseconds(run.Start!.LockDeadlineMs);
            deadline = fromNow < latest ? fromNow : latest;
        }

        turn.Active = run with { LockHolder = looked.Progress.LockHolder, ResourcesDone = looked.Progress.ResourcesDone ?? run.ResourcesDone, Deadline = deadline };
    }

    private void BeginStopping(Turn turn, ActiveRun run, StopCause cause)
    {
        turn.Active = run with { Phase = RunPhase.Stopping, Stop = cause };
        Append(turn, new JournalRecord.Stopping(run.Id, cause));
    }

    /// <summary>SIGINT, SIGINT again, then force until nobody is left (CHEF.md, "Stopping it").</summary>
    private void OnStoppingTime(Turn turn, ActiveRun run)
    {
        if (run.Ladder is not { } ladder) return;
        var (signal, after) = ladder.Step(turn.Now.Boot, context.StopStep);
        if (signal is { } due) turn.Do(new RunnerEffect.Signal(run.Start!, due));
        turn.Active = run with { Ladder = after };
    }

    private void OnEnded(Turn turn, RunnerInput.Ended ended)
    {
        if (turn.ActiveOf(ended.Id, ended.Attempt) is not { Phase: RunPhase.Running or RunPhase.Stopping, StoppedEnd: null } run) return;
        if (ended.End.NeverStarted) TakeUpAgain(turn, run, ended.End);
        else if (run.Stop is { } cause) EndStopped(turn, run, cause, ended.End);
        else if (ended.End.ExitCode is { } code) End(turn, run, code, ended.End);
        else Interrupt(turn, run, ended.End);
    }

    /// <summary>
    /// A stopped run leaves nothing behind: chef-client may be gone while its command, in a session of its own, lives on and would meet the next run. One that
    /// ended well all the same ended by itself: what it left may be daemons that its recipes wanted. A restart of the machine has ended all of it.
    /// </summary>
    private void EndStopped(Turn turn, ActiveRun run, StopCause cause, RunEnd end)
    {
        var (outcome, code) = StoppedOutcome(cause, end);
        if (outcome.State is ResultState.Succeeded or ResultState.RebootPending || run.Start!.BootId != context.BootId)
        {
            End(turn, run, outcome, code, end);
            return;
        }

        turn.Active = run with { Phase = RunPhase.Stopping, Ladder = null, LockHolder = null, StoppedEnd = end };
        if (run.Appending is null && run.ToAppend is null) turn.Do(new RunnerEffect.Force(run.Start!));
    }

    private void OnForced(Turn turn, RunnerInput.Forced forced)
    {
        if (turn.ActiveOf(forced.Id, forced.Attempt) is not { Phase: RunPhase.Stopping, Stop: { } cause, StoppedEnd: { } end } run) return;
        var (outcome, code) = StoppedOutcome(cause, end);
        End(turn, run with { StoppedEnd = null }, outcome, code, end);
    }

    private static ((ResultState State, Reason? Reason) Outcome, int? Code) StoppedOutcome(StopCause cause, RunEnd end) =>
        (end.ExitCode is { } code ? RunOutcome.Of(code, cause, end.Output) : RunOutcome.Stopped(cause), end.ExitCode);

    private void End(Turn turn, ActiveRun run, int code, RunEnd end)
    {
        if (FailureCause.RefusesHandler(code, end.Output)) turn.State = turn.State with { HandlerRefused = true };
        End(turn, run, RunOutcome.Of(code, run.Stop, end.Output), code, end);
    }

    private void End(Turn turn, ActiveRun run, (ResultState State, Reason? Reason) outcome, int? code, RunEnd end)
    {
        var result = RunOutcome.Result(run.Start!, outcome.State, outcome.Reason, code, end.Output, end.At, context.AgentVersion);
        var mayHelp = outcome.State == ResultState.LockedOut || (outcome.State == ResultState.Failed && FailureCause.IsServerUnreachable(end.Output));
        if (mayHelp && run.Attempt < run.Item.Command.Attempts && run.Stop is null)
        {
            Attempt(turn, run.Item, run.Attempt + 1, result);
            return;
        }

        turn.Active = run with { Phase = RunPhase.Ending, LockHolder = null };
        Append(turn, new JournalRecord.Outcome(run.Id, result, run.Item.Slot, run.Item.Command.AcceptBy));
    }

    /// <summary>No exit code: our report handler tells the end, else it cannot be known: said so, or started once more if the command asks for that.</summary>
    private void Interrupt(Turn turn, ActiveRun run, RunEnd end)
    {
        var start = run.Start!;
        if (RunOutcome.Of(end.Report, end.Output, start.BootId, context.BootId) is { } reported)
        {
            End(turn, run, reported, null, end);
            return;
        }

        var how = FailureCause.How(end.Output);
        var reason = start.BootId == context.BootId
            ? new Reason(ReasonCode.ExitCodeUnknown, "the wrapper was killed before it could note the exit code" + how)
            : new Reason(ReasonCode.MachineRestarted, $"the machine restarted while it ran: boot {start.BootId} then, boot {context.BootId} now{how}");
        if (run.Item.Command.OnInterrupt == InterruptPolicy.Rerun && run.Attempt < 2)
        {
            var previous = RunOutcome.Result(start, ResultState.Interrupted, reason, null, end.Output, end.At, context.AgentVersion);
            Attempt(turn, run.Item, run.Attempt + 1, previous);
            return;
        }

        End(turn, run, (ResultState.Interrupted, reason), null, end);
    }
}
