using ChefActors.Core.Results;
using ChefActors.Core.Znodes;
using ChefActors.NodeHost.Journal;
using ChefActors.Simulation.Model;
using ChefActors.ZooKeeper;

namespace ChefActors.Simulation.Recovery;

/// <summary>The rows <c>stopping</c>, <c>outcome</c> and <c>sent</c> of the recovery table.</summary>
public sealed class StoppingAndOutcomeTests
{
    [Fact]
    public void A_run_that_was_being_stopped_is_stopped_from_the_first_signal_on()
    {
        var after = new Aftermath().Claimed().Started(null, alive: true);
        RecoveryTableTests.Is(after.Journaled(new JournalRecord.Stopping(after.Id, StopCause.Cancelled)).Recover(), ResultState.Cancelled, starts: 0);
    }

    [Theory]
    [InlineData("0", ResultState.Succeeded)]
    [InlineData("35", ResultState.RebootPending)]
    [InlineData("37", ResultState.RebootPending)]
    public void A_stopped_run_that_ended_well_says_the_truth(string exit, ResultState state)
    {
        var after = new Aftermath().Claimed().Started(exit);
        RecoveryTableTests.Is(after.Journaled(new JournalRecord.Stopping(after.Id, StopCause.TimedOut)).Recover(), state, starts: 0);
    }

    [Theory]
    [InlineData("2", false)]
    [InlineData(null, false)]
    [InlineData("137", true)]
    [InlineData(null, true)]
    public void A_stopped_run_that_ended_otherwise_is_what_was_journaled(string? exit, bool timedOut)
    {
        var after = new Aftermath().Claimed().Started(exit);
        var cause = timedOut ? StopCause.TimedOut : StopCause.Cancelled;
        RecoveryTableTests.Is(after.Journaled(new JournalRecord.Stopping(after.Id, cause)).Recover(), timedOut ? ResultState.TimedOut : ResultState.Cancelled, starts: 0);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_outcome_whose_entry_is_there_is_sent(bool slot)
    {
        var after = new Aftermath(slot).Claimed().Started("0");
        RecoveryTableTests.Is(Ended(after, ResultState.Failed).Recover(), ResultState.Failed, starts: 0);
    }

    [Fact]
    public void An_outcome_that_the_row_holds_is_in()
    {
        var after = new Aftermath().Claimed().Started("0").EntryGone();
        after.RowHolds(after.Outcome(ResultState.Failed));
        var writes = RowWrites(after);
        RecoveryTableTests.Is(Ended(after, ResultState.Failed).Recover(), ResultState.Failed, starts: 0);
        Assert.Equal(writes, RowWrites(after));
    }

    [Fact]
    public void An_outcome_whose_row_was_removed_is_in()
    {
        var after = new Aftermath().Claimed().Started("0").EntryGone().RowGone();
        Ended(after, ResultState.Failed).Recover(settles: false);
        Assert.Empty(after.World.Errors);
        Assert.Empty(after.World.Host!.Journal.State.Spool);
        Assert.Contains(after.Id, after.World.Host.Journal.State.Sent.Keys);
    }

    [Fact]
    public void An_outcome_whose_entry_is_gone_goes_to_an_empty_row() =>
        RecoveryTableTests.Is(Ended(new Aftermath().Claimed().Started("0").EntryGone(), ResultState.Succeeded).Recover(), ResultState.Succeeded, starts: 0);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_outcome_replaces_a_row_that_was_given_up_and_says_so(bool entryGone)
    {
        var after = new Aftermath().Claimed().RowSays(ResultState.Unreachable, ReasonCode.MayStillRun).Started("0");
        if (entryGone) after.EntryGone();
        RecoveryTableTests.Is(Ended(after, ResultState.Succeeded).Recover(), ResultState.Succeeded, starts: 0);
        Assert.Equal(ResultState.Unreachable, after.Result!.Replaces);
    }

    [Fact]
    public void An_outcome_against_another_end_is_an_error_that_changes_nothing()
    {
        var after = Ended(new Aftermath().Claimed().Started("0").EntryGone().RowSays(ResultState.Withdrawn), ResultState.Succeeded).Recover();
        Assert.Contains("the row stands", Assert.Single(after.World.Errors), StringComparison.Ordinal);
        Assert.Equal(ResultState.Withdrawn, after.Result!.State);
        Assert.Contains(after.Id, after.World.Host!.Journal.State.Sent.Keys);
    }

    [Fact]
    public void A_command_whose_result_is_sent_is_rejected_as_replayed_when_it_comes_again()
    {
        var after = new Aftermath();
        after.Journaled(new JournalRecord.Sent(after.Id, after.Command.AcceptBy, null));
        RecoveryTableTests.Is(after.Recover(), ResultState.Rejected, starts: 0);
        Assert.Equal(ReasonCode.Replayed, after.Result!.Reason!.Code);
    }

    [Fact]
    public void A_push_whose_result_is_sent_is_not_run_again()
    {
        var after = new Aftermath(slot: true);
        after.Journaled(new JournalRecord.Sent(after.Id, null, after.Slot));
        RecoveryTableTests.Is(after.Recover(), ResultState.Rejected, starts: 0);
    }

    [Fact]
    public void The_same_mzxid_on_a_new_ensemble_is_another_push()
    {
        var after = new Aftermath(slot: true);
        after.Journaled(new JournalRecord.Sent(after.Id, null, after.Slot! with { Mtime = after.Slot.Mtime - 1 }));
        RecoveryTableTests.Is(after.Recover(), ResultState.Succeeded, starts: 1);
    }

    private static Aftermath Ended(Aftermath after, ResultState state) =>
        after.Journaled(new JournalRecord.Outcome(after.Id, after.Outcome(state), after.Slot, after.Command.AcceptBy));

    private static int RowWrites(Aftermath after) =>
        after.World.Zk.History.Count(write => write.Operations.OfType<ZnodeOperation.SetData>().Any(set => set.Path == ZnodeLayout.Row(after.Id, World.Node)));
}
