using ChefActors.Core.Commands;
using ChefActors.Core.Results;
using ChefActors.NodeHost.Journal;
using ChefActors.Simulation.Model;

namespace ChefActors.Simulation.Recovery;

/// <summary>The recovery table of DELIVERY, section 5, row by row: last record, run, exit note, boot, znodes, and what is to be done.</summary>
public sealed class RecoveryTableTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void No_record_and_an_unclaimed_entry_is_claimed_and_started(bool slot) => Is(new Aftermath(slot).Recover(), ResultState.Succeeded, starts: 1);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_dropped_start_whose_claim_stands_is_claimed_again_and_started(bool slot)
    {
        var after = new Aftermath(slot).Claimed().Started("never");
        Is(after.Journaled(new JournalRecord.Dropped(after.Id)).Recover(), ResultState.Succeeded, starts: 1);
    }

    [Fact]
    public void No_record_and_a_claim_of_mine_with_a_request_to_stop_is_withdrawn() => Is(new Aftermath().Claimed().Cancelled().Recover(), ResultState.Withdrawn, starts: 0);

    [Fact]
    public void No_record_and_a_row_that_was_given_up_becomes_expired_and_says_what_it_replaces()
    {
        var after = new Aftermath().Claimed().RowSays(ResultState.Unreachable, ReasonCode.MayStillRun).Recover();
        Is(after, ResultState.Expired, starts: 0);
        Assert.Equal(ReasonCode.GivenUp, after.Result!.Reason!.Code);
        Assert.Equal(ResultState.Unreachable, after.Result.Replaces);
    }

    [Fact]
    public void No_record_and_a_row_with_its_end_loses_the_entry_alone() => Is(new Aftermath().Claimed().RowSays(ResultState.Failed).Recover(), ResultState.Failed, starts: 0);

    [Fact]
    public void No_record_and_no_row_is_rejected_as_replayed()
    {
        var after = new Aftermath().RowGone().Recover(settles: false);
        Assert.Equal(ReasonCode.Replayed, after.World.Latest!.Reason!.Code);
        Assert.Null(after.World.Zk.Stat(after.Entry));
        Assert.Equal(0, after.Starts);
    }

    [Fact]
    public void A_claim_of_another_journal_waits_for_its_row_and_goes_then()
    {
        var after = new Aftermath().Claimed(by: "journal-lost").Recover();
        Is(after, ResultState.Unreachable, starts: 0);
    }

    [Fact]
    public void A_push_claimed_by_another_journal_is_interrupted_after_the_grace_and_its_slot_emptied()
    {
        var after = new Aftermath(slot: true).Claimed(by: "journal-lost").Recover();
        Is(after, ResultState.Interrupted, starts: 0);
        Assert.Equal(ReasonCode.JournalLost, after.Result!.Reason!.Code);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_start_that_lives_is_adopted(bool slot) => Is(new Aftermath(slot).Claimed().Started(null, alive: true).Recover(), ResultState.Succeeded, starts: 0);

    [Fact]
    public void A_start_that_lives_and_is_asked_to_stop_is_stopped() => Is(new Aftermath().Claimed().Cancelled().Started(null, alive: true).Recover(), ResultState.Cancelled, starts: 0);

    [Fact]
    public void An_adopted_run_keeps_the_time_that_it_may_have_waited_for_the_lock() =>
        Is(new Aftermath(with: c => c with { RunTimeoutS = 60, LockWaitS = 600 }).Claimed().Started(null, alive: true, since: TimeSpan.FromSeconds(120)).Recover(), ResultState.Succeeded, starts: 0);

    [Fact]
    public void An_adopted_run_over_all_its_time_is_stopped() =>
        Is(new Aftermath(with: c => c with { RunTimeoutS = 60, LockWaitS = 0 }).Claimed().Started(null, alive: true, since: TimeSpan.FromSeconds(120)).Recover(), ResultState.TimedOut, starts: 0);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_start_that_never_had_go_is_dropped_and_started(bool slot) => Is(new Aftermath(slot).Claimed().Started("never").Recover(), ResultState.Succeeded, starts: 1);

    [Fact]
    public void A_second_attempt_that_never_had_go_is_tried_again_under_its_own_number()
    {
        var after = new Aftermath(with: c => c with { OnInterrupt = InterruptPolicy.Rerun }).Claimed().Started("never", attempt: 2).Recover();
        Is(after, ResultState.Succeeded, starts: 1);
        Assert.Equal(2, after.World.Chef.Starts[0].Attempt);
    }

    [Fact]
    public void A_second_attempt_that_never_had_go_and_is_asked_to_stop_is_interrupted_not_withdrawn() =>
        Is(new Aftermath().Claimed(attempt: 2).Cancelled().Started("never", attempt: 2).Recover(), ResultState.Interrupted, starts: 0);

    [Theory]
    [InlineData("0", ResultState.Succeeded)]
    [InlineData("35", ResultState.RebootPending)]
    [InlineData("37", ResultState.RebootPending)]
    [InlineData("1", ResultState.Failed)]
    [InlineData("137", ResultState.Failed)]
    public void A_start_with_a_code_ends_by_the_code(string exit, ResultState state)
    {
        Is(new Aftermath().Claimed().Started(exit).Recover(), state, starts: 0);
        Is(new Aftermath(slot: true).Claimed().Started(exit, boot: "boot-0").Recover(), state, starts: 0);
    }

    [Fact]
    public void A_start_that_was_locked_out_gets_its_next_attempt()
    {
        var after = new Aftermath(with: c => c with { Attempts = 2 }).Claimed().Started("1", lockTimedOut: true).Recover();
        Is(after, ResultState.Succeeded, starts: 1);
        Assert.Equal(2, after.Result!.Attempt);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_start_without_a_code_whose_entry_is_unclaimed_had_no_go(bool slot) => Is(new Aftermath(slot).Started(null).Recover(), ResultState.Succeeded, starts: 1);

    [Theory]
    [InlineData(ResultState.Withdrawn, null)]
    [InlineData(ResultState.Expired, null)]
    [InlineData(ResultState.Unreachable, ReasonCode.NeverStarted)]
    public void A_start_without_a_code_whose_row_says_that_it_never_ran_had_no_go(ResultState state, string? code) =>
        Is(new Aftermath().EntryGone().RowSays(state, code).Started(null).Recover(), state, starts: 0);

    /// <summary>Found by a seeded history: with the row read before the entry it looked like a claimed one.</summary>
    [Fact]
    public void A_start_without_a_code_that_is_withdrawn_between_two_reads_had_no_go()
    {
        var after = new Aftermath().Started(null);
        var reads = 0;
        after.World.Faults = request =>
        {
            if (request.Kind == "sync") reads = 1;
            else if (reads > 0 && request.Kind == "getData" && ++reads == 3)
            {
                after.World.Controller.Abort(after.Id, interrupts: false);
                after.World.Controller.TendAll();
            }

            return Testing.Simulated.SimulatedFault.None;
        };
        Is(after.Recover(), ResultState.Withdrawn, starts: 0);
        Assert.True(reads >= 3, "the second read was never made");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_claimed_start_without_a_code_is_interrupted(bool slot)
    {
        var after = new Aftermath(slot).Claimed().Started(null).Recover();
        Is(after, ResultState.Interrupted, starts: 0);
        Assert.Equal(ReasonCode.ExitCodeUnknown, after.Result!.Reason!.Code);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("boot-0")]
    public void A_claimed_start_without_a_code_that_asks_for_it_is_started_once_more(string? boot)
    {
        var after = new Aftermath(with: c => c with { OnInterrupt = InterruptPolicy.Rerun }).Claimed().Started(null, boot: boot).Recover();
        Is(after, ResultState.Succeeded, starts: 1);
        Assert.Equal(2, after.Result!.Attempt);
    }

    [Fact]
    public void A_second_start_without_a_code_is_not_started_a_third_time() =>
        Is(new Aftermath(with: c => c with { OnInterrupt = InterruptPolicy.Rerun }).Claimed(attempt: 2).Started(null, attempt: 2).Recover(), ResultState.Interrupted, starts: 0);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_claimed_start_of_another_boot_names_both_boots(bool slot)
    {
        var after = new Aftermath(slot).Claimed().Started(null, boot: "boot-0").Recover();
        Is(after, ResultState.Interrupted, starts: 0);
        Assert.Equal(ReasonCode.MachineRestarted, after.Result!.Reason!.Code);
        Assert.Contains("boot-0", after.Result.Reason.Text, StringComparison.Ordinal);
        Assert.Contains("boot-1", after.Result.Reason.Text, StringComparison.Ordinal);
    }

    internal static void Is(Aftermath after, ResultState state, int starts)
    {
        Assert.Empty(after.World.Errors);
        Assert.Equal(state, after.Result?.State);
        Assert.Equal(starts, after.Starts);
    }
}
