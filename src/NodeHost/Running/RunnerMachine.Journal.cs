using ChefActors.Core.Commands;
using ChefActors.NodeHost.Journal;

namespace ChefActors.NodeHost.Running;

/// <summary>Records that became durable let the next thing happen; records that could not be written hold it.</summary>
internal sealed partial class RunnerMachine
{
    private static void Append(Turn turn, JournalRecord record)
    {
        if (turn.Active is { } run) turn.Active = run with { Appending = record, ToAppend = null };
        turn.Do(new RunnerEffect.Append(record));
    }

    private void OnAppended(Turn turn, JournalRecord record)
    {
        // Sent concerns no run: it only spares a look at the znodes in the next life.
        if (record is JournalRecord.Sent || turn.Active is not { } run || run.Appending != record) return;
        run = run with { Appending = null };
        switch (record)
        {
            case JournalRecord.Start when run.Phase == RunPhase.Abandoning:
                TakeBack(turn, run with { IsStartSynced = true });
                break;
            case JournalRecord.Start:
                ReleaseIfReady(turn, run with { IsStartSynced = true });
                break;
            case JournalRecord.Dropped:
                FollowUp(turn, run with { IsStartSynced = false, Start = null });
                break;
            case JournalRecord.Stopping when run.StoppedEnd is not null:
                // It has ended meanwhile: there is nobody to interrupt.
                turn.Active = run;
                turn.Do(new RunnerEffect.Force(run.Start!));
                break;
            case JournalRecord.Stopping:
                turn.Active = run with { Ladder = StopLadder.From(turn.Now.Boot) };
                break;
            case JournalRecord.Outcome outcome:
                turn.State = turn.State with { Active = null, Spool = turn.State.Spool.Add(outcome) };
                break;
        }
    }

    private void OnAppendFailed(Turn turn, RunnerInput.AppendFailed failed)
    {
        if (failed.Record is JournalRecord.Sent || turn.Active is not { } run || run.Appending != failed.Record) return;
        Block(turn, failed.Error);
        run = run with { Appending = null };
        if (failed.Record is JournalRecord.Start)
        {
            // Nothing of it counts, so there is nothing to drop either.
            run = run with { Start = null };
            if (run.Phase == RunPhase.Abandoning) TakeBack(turn, run);
            else Abandon(turn, run, BackOr(run));
            return;
        }

        turn.Active = run with { ToAppend = failed.Record };
    }

    private void Block(Turn turn, string error) =>
        turn.State = turn.State with { BlockedUntil = turn.Now.Boot + context.RetryDisk, BlockedBy = Quote(error) };

    private static void ReportNext(Turn turn)
    {
        if (turn.State.IsReporting || turn.State.Spool.IsEmpty) return;
        turn.State = turn.State with { IsReporting = true };
        turn.Do(new RunnerEffect.Report(turn.State.Spool[0]));
    }

    private static void OnReported(Turn turn, string id)
    {
        if (turn.State.Spool.IsEmpty || turn.State.Spool[0].Id != id) return;
        var outcome = turn.State.Spool[0];
        var forgotten = turn.State.Sent.Values.Where(known => known.IsPast(turn.Now.Utc)).Select(known => known.Id);
        var sent = new JournalRecord.Sent(id, outcome.AcceptBy, outcome.Slot);
        turn.State = turn.State with
        {
            IsReporting = false,
            Spool = turn.State.Spool.RemoveAt(0),
            Sent = CommandId.TryParseSlot(id, out _) ? turn.State.Sent : JournalState.Remember(turn.State.Sent.RemoveRange(forgotten), sent),
            LastSlot = outcome.Slot ?? turn.State.LastSlot,
        };
        turn.Do(new RunnerEffect.Append(sent));
        turn.Do(new RunnerEffect.KeepLog(id));
    }
}
