using ChefActors.Core.Results;
using ChefActors.NodeHost.ChefClient;
using ChefActors.NodeHost.Delivery;
using ChefActors.NodeHost.Journal;

namespace ChefActors.NodeHost.Running;

/// <summary>What to do after a crash: the recovery table of DELIVERY, section 5, for the rows <c>start</c> and <c>stopping</c>.</summary>
internal sealed partial class RunnerMachine
{
    private void Recover(Turn turn, JournalRecord.Start start, StopCause? stopping)
    {
        turn.Active = new ActiveRun
        {
            Item = new QueuedCommand(start.Command, [], null, start.Slot, 0, start.ReceivedAt),
            Attempt = start.Attempt,
            Phase = RunPhase.Recovering,
            Start = start,
            IsStartSynced = true,
            Stop = stopping,
        };
        if (turn.Active.IsRestart) RecoverRestart(turn, turn.Active, start);
        else turn.Do(new RunnerEffect.Observe(start));
    }

    private void OnObserved(Turn turn, RunnerInput.Observed observed)
    {
        if (turn.ActiveOf(observed.Id, observed.Attempt) is not { Phase: RunPhase.Recovering } run) return;
        switch (observed.End)
        {
            case null when run.Stop is not null:
                // Go on stopping from the first SIGINT.
                turn.Active = run with { Phase = RunPhase.Stopping, Ladder = StopLadder.From(turn.Now.Boot) };
                turn.Do(new RunnerEffect.Await(run.Start!));
                break;
            case null:
                // A request to stop may have been read while it was looked at.
                Run(turn, run, isAdopted: true);
                turn.Do(new RunnerEffect.Reread());
                break;
            case { NeverStarted: true } end:
                TakeUpAgain(turn, run, end);
                break;
            case { } end when run.Stop is { } cause:
                EndStopped(turn, run, cause, end);
                break;
            case { ExitCode: { } code } end:
                End(turn, run, code, end);
                break;
            case { } end:
                turn.Active = run with { UnexplainedEnd = end };
                turn.Do(new RunnerEffect.Inspect(run.Start!));
                break;
        }
    }

    /// <summary>
    /// No go was given. The first attempt is dropped and read again; a later one is tried again under its own number, and its start's record
    /// stays until the next one replaces it: with a drop the next life would take the attempts before it for never made.
    /// </summary>
    private void TakeUpAgain(Turn turn, ActiveRun run, RunEnd end)
    {
        if (run.Attempt == 1)
        {
            Abandon(turn, run, new Aftermath.Reread());
            return;
        }

        var before = run.Start! with { Attempt = run.Attempt - 1 };
        var reason = new Reason(ReasonCode.ExitCodeUnknown, "how the attempt before ended is not known any more");
        var previous = RunOutcome.Result(before, ResultState.Interrupted, reason, null, OutputSummary.Empty, end.At, context.AgentVersion);
        Attempt(turn, run.Item, run.Attempt, previous);
    }

    /// <summary>No code was noted: the znodes tell whether <c>go</c> can have been given at all.</summary>
    private void OnInspected(Turn turn, RunnerInput.Inspected inspected)
    {
        if (turn.ActiveOf(inspected.Id, inspected.Attempt) is { Phase: RunPhase.Recovering, IsVerifying: true } restart)
        {
            if (NoGoWasGiven(restart, inspected.Standing)) Abandon(turn, restart, new Aftermath.Reread());
            else EndRestart(turn, restart);
            return;
        }

        if (turn.ActiveOf(inspected.Id, inspected.Attempt) is not { Phase: RunPhase.Recovering, UnexplainedEnd: { } end } run) return;
        if (NoGoWasGiven(run, inspected.Standing)) Abandon(turn, run, new Aftermath.Reread());
        else Interrupt(turn, run, end);
    }

    private static bool NoGoWasGiven(ActiveRun run, EntryStanding standing)
    {
        // A later attempt's claim cannot be told from the earlier one's by its being there.
        if (run.Attempt > 1) return false;
        if (standing.EntryExists) return !standing.IsClaimedByMe;
        if (run.Item.Slot is not null) return true;
        return standing.Row is { State: ResultState.Withdrawn or ResultState.Expired }
            or { State: ResultState.Unreachable, Reason.Code: ReasonCode.NeverStarted };
    }
}
