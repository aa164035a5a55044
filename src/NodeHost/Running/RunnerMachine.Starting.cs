using ChefActors.Core.Results;
using ChefActors.NodeHost.ChefClient;
using ChefActors.NodeHost.Journal;

namespace ChefActors.NodeHost.Running;

/// <summary>From a command's turn to <c>go</c>: wrapper, journal and claim, in any order, all before the release (DELIVERY, section 4).</summary>
internal sealed partial class RunnerMachine
{
    private void StartNext(Turn turn)
    {
        // While ZooKeeper is away nothing new starts, and results leave in the order of their runs.
        if (turn.Active is not null || !turn.State.IsRegistered || !turn.State.Spool.IsEmpty || turn.State.BlockedUntil is not null) return;
        if (turn.State.Queue.Head is not { } head) return;
        turn.State = turn.State with { Queue = turn.State.Queue.Without(head.Id) };
        Attempt(turn, head, head.Command.Claim?.Attempt ?? 1, null);
    }

    private void Attempt(Turn turn, QueuedCommand item, int attempt, CommandResult? previous)
    {
        turn.Active = new ActiveRun { Item = item, Attempt = attempt, Phase = RunPhase.Starting, Previous = previous, IsSpawning = true, IsClaiming = true };
        if (turn.Active.IsRestart)
        {
            turn.Do(new RunnerEffect.Claim(item, attempt));
            turn.Do(new RunnerEffect.AskSupervisor(item.Id, attempt));
            return;
        }

        var directory = RunDirectory.Of(context.StateDirectory, item.Id, attempt);
        var arguments = ChefArguments.Of(item.Command, directory.Json, context.ChefConfig, context.ChefLicense, turn.State.HandlerRefused ? null : context.HandlerDirectory);
        turn.Do(new RunnerEffect.Claim(item, attempt));
        turn.Do(new RunnerEffect.Spawn(new RunOrder(item.Id, attempt, directory, arguments, ChefArguments.Json(item.Command))));
    }

    private void OnSpawned(Turn turn, RunnerInput.Spawned spawned)
    {
        if (turn.ActiveOf(spawned.Id, spawned.Attempt) is not { IsSpawning: true } run)
        {
            turn.Do(new RunnerEffect.Dismiss(spawned.Wrapper));
            return;
        }

        JournalStart(turn, run with { IsSpawning = false, Wrapper = spawned.Wrapper }, spawned.Wrapper);
    }

    /// <summary>Its process is known: the start is journaled, unless it is taken back meanwhile.</summary>
    private void JournalStart(Turn turn, ActiveRun run, ProcessIdentity process)
    {
        if (run.Phase == RunPhase.Abandoning)
        {
            TakeBack(turn, run);
            return;
        }

        var command = run.Item.Command;
        var runEnd = turn.Now.Boot + TimeSpan.FromSeconds(command.RunTimeoutS);
        var start = new JournalRecord.Start
        {
            Id = run.Id,
            Attempt = run.Attempt,
            Pid = process.Pid,
            PidStart = process.StartTime,
            BootId = context.BootId,
            Directory = RunDirectory.Of(context.StateDirectory, run.Id, run.Attempt).Path,
            AtMs = (long)turn.Now.Boot.TotalMilliseconds,
            RunDeadlineMs = (long)runEnd.TotalMilliseconds,
            LockDeadlineMs = (long)(runEnd + TimeSpan.FromSeconds(command.LockWaitS)).TotalMilliseconds,
            ReceivedAt = run.Item.ReceivedAt,
            StartedAt = turn.Now.Utc,
            Command = command with { Claim = null, Cancel = null },
            Slot = run.Item.Slot,
        };
        turn.Active = run with { Start = start };
        Append(turn, start);
    }

    private void OnSpawnFailed(Turn turn, RunnerInput.SpawnFailed failed)
    {
        if (turn.ActiveOf(failed.Id, failed.Attempt) is not { IsSpawning: true } run) return;
        run = run with { IsSpawning = false };
        if (failed.Fault is { } fault)
        {
            var result = RunResults.Of(run.Item.Command, ResultState.Failed, fault, context.AgentVersion) with
            {
                Attempt = run.Attempt - 1,
                ReceivedAt = run.Item.ReceivedAt,
                FinishedAt = turn.Now.Utc,
            };
            Abandon(turn, run, new Aftermath.End(run.Previous ?? result));
            return;
        }

        Block(turn, failed.Error);
        Abandon(turn, run, BackOr(run));
    }

    private void OnClaimAnswered(Turn turn, RunnerInput.ClaimAnswered answered)
    {
        if (turn.ActiveOf(answered.Id, answered.Attempt) is not { IsClaiming: true } run) return;
        run = run with { IsClaiming = false };
        if (answered.Answer is ClaimAnswer.Granted granted) run = run with { Grant = granted, Item = run.Item with { EntryVersion = granted.EntryVersion } };

        // Somebody removed alive: until it is there again every claim is refused, and trying at once would only spin.
        if (answered.Answer is ClaimAnswer.NotRegistered) Block(turn, "this node host is not registered: its znode 'alive' is gone");
        if (run.Phase == RunPhase.Abandoning) TakeBack(turn, run);
        else if (RefusalOf(run, answered.Answer) is { } aftermath) Abandon(turn, run, aftermath);
        else ReleaseIfReady(turn, run);
    }

    /// <summary>What follows a claim that must not lead to a start; null: it may.</summary>
    private static Aftermath? RefusalOf(ActiveRun run, ClaimAnswer answer)
    {
        var ranBefore = run.Previous;
        return answer switch
        {
            // Judged by ZooKeeper's time: the claim's own mtime. The first attempt met accept_by for the later ones.
            ClaimAnswer.Granted granted when run.Attempt == 1 && granted.ClaimedAt > run.Item.Command.AcceptBy =>
                new Aftermath.Refuse(ResultState.Expired, new Reason(ReasonCode.TooLate, $"accept_by {run.Item.Command.AcceptBy:u} had passed when its turn came, by ZooKeeper's clock")),
            ClaimAnswer.Granted => null,
            ClaimAnswer.NewerPush { EntryVersion: null } or ClaimAnswer.Gone or ClaimAnswer.NotRegistered when ranBefore is null => new Aftermath.Reread(),
            ClaimAnswer.NewerPush or ClaimAnswer.RowEnded when ranBefore is null => new Aftermath.DropEntry(),
            _ when ranBefore is not null => new Aftermath.End(ranBefore),
            ClaimAnswer.Cancelled cancelled => new Aftermath.Refuse(ResultState.Withdrawn, new Reason(ReasonCode.Abort, $"{Quote(cancelled.Who)} stopped it before it was started")),
            ClaimAnswer.GivenUp => new Aftermath.Refuse(ResultState.Expired, new Reason(ReasonCode.GivenUp, "its rollout had given this node up before it was started")),
            ClaimAnswer.RowMissing => new Aftermath.Refuse(ResultState.Rejected, new Reason(ReasonCode.Replayed, "no rollout dispatched it: it has no row")),
            _ => new Aftermath.Reread(),
        };
    }

    private void ReleaseIfReady(Turn turn, ActiveRun run)
    {
        turn.Active = run;
        if (run is not { Wrapper: not null, IsStartSynced: true, Start: { } start, Grant: { } grant }) return;
        if (turn.Now.Boot - grant.SentAt > context.GoWithin)
        {
            // The claim may be stale by now (a frozen process, a long outage): claim again first.
            turn.Active = run with { Grant = null, IsClaiming = true };
            turn.Do(new RunnerEffect.Claim(run.Item, run.Attempt));
            return;
        }

        if (run.IsRestart)
        {
            Leave(turn, run, start);
            return;
        }

        turn.Do(new RunnerEffect.Release(start));
        Run(turn, run, isAdopted: false);
    }

    /// <summary>A first attempt is taken up again from what is read. A later one is not: the entry would give the number of an attempt that ran.</summary>
    private static Aftermath BackOr(ActiveRun run) => run.Previous is { } previous ? new Aftermath.End(previous) : new Aftermath.Reread();

    /// <summary>It will not be started: takes back what was prepared, then does what follows.</summary>
    private void Abandon(Turn turn, ActiveRun run, Aftermath aftermath) =>
        TakeBack(turn, run with { Phase = RunPhase.Abandoning, Aftermath = aftermath });

    private void TakeBack(Turn turn, ActiveRun run)
    {
        if (run is { Wrapper: { } wrapper, IsRestart: false }) turn.Do(new RunnerEffect.Dismiss(wrapper));
        turn.Active = run = run with { Wrapper = null };
        if (run.IsSpawning || run.IsClaiming || run.Appending is not null || run.ToAppend is not null) return;

        // An outcome ends the start by itself; a drop before it would let a crash between the two forget that an attempt ran.
        if (run is { IsStartSynced: true, Start: not null, Aftermath: not Aftermath.End }) Append(turn, new JournalRecord.Dropped(run.Id));
        else FollowUp(turn, run);
    }

    private void FollowUp(Turn turn, ActiveRun run)
    {
        turn.Active = null;
        switch (run.Aftermath)
        {
            case Aftermath.Refuse refuse:
                Refuse(turn, run.Id, run.Item.EntryVersion, run.Item.Slot, run.Item.Command, refuse.State, refuse.Reason);
                break;
            case Aftermath.DropEntry:
                turn.State = turn.State with { Refusing = turn.State.Refusing.Add(run.Id) };
                turn.Do(new RunnerEffect.DropEntry(run.Id, run.Item.EntryVersion ?? 0, run.Item.Slot is not null));
                break;
            case Aftermath.End end:
                turn.Active = run with { Phase = RunPhase.Ending };
                Append(turn, new JournalRecord.Outcome(run.Id, end.Result, run.Item.Slot, run.Item.Command.AcceptBy));
                break;
            default:
                turn.Do(new RunnerEffect.Reread());
                break;
        }
    }
}
