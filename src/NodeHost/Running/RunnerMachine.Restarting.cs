using ChefActors.Core.Results;
using ChefActors.NodeHost.ChefClient;
using ChefActors.NodeHost.Journal;

namespace ChefActors.NodeHost.Running;

/// <summary>
/// A restart: a run whose process is this one. It waits for its turn as any other, so what runs has ended and its result is in. Claimed and journaled, the process
/// ends; the next one finds the record, and tells the outcome once it serves. The same process finds it when its actors began anew: then it goes on.
/// </summary>
internal sealed partial class RunnerMachine
{
    private void OnRestartReady(Turn turn, RunnerInput.RestartReady ready)
    {
        if (turn.ActiveOf(ready.Id, ready.Attempt) is { IsSpawning: true } run) JournalStart(turn, run with { IsSpawning = false, Wrapper = ready.Host }, ready.Host);
    }

    private void OnRestartRefused(Turn turn, RunnerInput.RestartRefused refused)
    {
        if (turn.ActiveOf(refused.Id, refused.Attempt) is not { IsSpawning: true } run) return;
        run = run with { IsSpawning = false };
        if (run.Phase == RunPhase.Abandoning) TakeBack(turn, run);
        else Abandon(turn, run, new Aftermath.Refuse(ResultState.Rejected, refused.Reason));
    }

    private static void Leave(Turn turn, ActiveRun run, JournalRecord.Start start)
    {
        turn.Active = run with { Phase = RunPhase.Leaving };
        turn.Do(new RunnerEffect.EndHost(start));
    }

    private void RecoverRestart(Turn turn, ActiveRun run, JournalRecord.Start start)
    {
        // Another process is its end. What it says waits for the registration: before that it is not back.
        if (start.BootId != context.BootId || new ProcessIdentity(start.Pid, start.PidStart) != context.Self) return;

        // Whether it was claimed this life does not know; a claim of this journal is claimed again.
        turn.Active = run with { Phase = RunPhase.Starting, Wrapper = context.Self, IsClaiming = true };
        turn.Do(new RunnerEffect.Claim(run.Item, run.Attempt));
    }

    private static void VerifyRestart(Turn turn)
    {
        if (turn.Active is not { Phase: RunPhase.Recovering, IsRestart: true, IsVerifying: false } run || !turn.State.IsRegistered) return;
        turn.Active = run with { IsVerifying = true };
        turn.Do(new RunnerEffect.Inspect(run.Start!));
    }

    private void EndRestart(Turn turn, ActiveRun run)
    {
        var result = RestartOutcome.Of(run.Start!, turn.Now, context.BootId, context.AgentVersion);
        turn.Active = run with { Phase = RunPhase.Ending };
        Append(turn, new JournalRecord.Outcome(run.Id, result, run.Item.Slot, run.Item.Command.AcceptBy));
    }
}
