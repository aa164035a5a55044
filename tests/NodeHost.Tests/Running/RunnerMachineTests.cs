using ChefActors.Core.Commands;
using ChefActors.Core.Results;
using ChefActors.NodeHost.ChefClient;
using ChefActors.NodeHost.Journal;
using ChefActors.NodeHost.Running;
using ChefActors.NodeHost.Watching;

namespace ChefActors.NodeHost.Tests.Running;

public sealed class RunnerMachineTests
{
    [Theory]
    [InlineData("CWJ")]
    [InlineData("WCJ")]
    [InlineData("WJC")]
    public void Go_is_given_once_wrapper_journal_and_claim_are_there_in_any_order(string order)
    {
        var machine = new MachineHarness();
        machine.Entry(MachineHarness.Command());
        Assert.Equal("Claim Spawn", machine.Names);
        foreach (var step in order)
        {
            Assert.DoesNotContain("Release", machine.Names, StringComparison.Ordinal);
            if (step == 'C') machine.Granted();
            if (step == 'W') machine.Spawned();
            if (step == 'J') machine.Synced();
        }

        Assert.Equal("Release Await", machine.Names);
    }

    [Fact]
    public void A_claim_older_than_five_seconds_is_made_again_first()
    {
        var machine = new MachineHarness();
        machine.Entry(MachineHarness.Command());
        machine.Spawned();
        machine.Granted();
        var start = machine.State.Active!.Appending!;
        machine.Later(5.1);
        _ = machine.Effects;
        machine.Do(new RunnerInput.Appended(start));
        Assert.Equal("Claim", machine.Names);
        machine.Granted();
        Assert.Equal("Release Await", machine.Names);
    }

    [Fact]
    public void A_claim_after_accept_by_by_the_servers_clock_expires()
    {
        var machine = new MachineHarness();
        machine.Entry(MachineHarness.Command() with { AcceptBy = DateTimeOffset.UnixEpoch.AddSeconds(-1) });
        machine.Spawned();
        machine.Synced();
        _ = machine.Effects;
        machine.Granted();
        Assert.Equal("Dismiss Append.Dropped", machine.Names);
        machine.Synced();
        var refusal = Assert.IsType<RunnerEffect.Refuse>(Assert.Single(machine.Effects));
        Assert.Equal((ResultState.Expired, ReasonCode.TooLate), (refusal.Result.State, refusal.Result.Reason!.Code));
    }

    [Fact]
    public void While_it_waits_for_chefs_lock_the_clock_of_the_run_stands_still_but_no_longer_than_lock_wait()
    {
        var machine = new MachineHarness().Running();
        for (var i = 0; i < 45; i++)
        {
            machine.Later(2);
            machine.Do(new RunnerInput.Looked("R1", 1, new RunProgress(4711, null)));
        }

        Assert.DoesNotContain("Stopping", machine.Names, StringComparison.Ordinal);
        machine.Do(new RunnerInput.Looked("R1", 1, RunProgress.Unknown));
        machine.Later(59);
        Assert.DoesNotContain("Stopping", machine.Names, StringComparison.Ordinal);
        machine.Later(1);
        Assert.Contains("Append.Stopping", machine.Names, StringComparison.Ordinal);
    }

    [Fact]
    public void A_full_disk_holds_the_start_says_so_and_tries_again()
    {
        var machine = new MachineHarness();
        machine.Entry(MachineHarness.Command());
        machine.Spawned();
        machine.Granted();
        _ = machine.Effects;
        machine.Do(new RunnerInput.AppendFailed(machine.State.Active!.Appending!, "no space left"));
        Assert.Equal("Dismiss Reread", machine.Names);
        machine.Entry(MachineHarness.Command() with { Claim = new Claim("journal-1", 1) }, version: 1);
        Assert.Equal("", machine.Names);
        Assert.Equal("no space left", machine.State.BlockedBy);
        machine.Later(5);
        Assert.Equal("Claim Spawn", machine.Names);
    }

    [Fact]
    public void An_outcome_that_cannot_be_written_is_tried_until_it_is()
    {
        var machine = new MachineHarness().Running();
        machine.Ended("0");
        machine.Do(new RunnerInput.AppendFailed(machine.State.Active!.Appending!, "no space left"));
        machine.Later(5);
        Assert.Equal("Append.Outcome Append.Outcome", machine.Names);
        machine.Synced();
        Assert.Equal("Report", machine.Names);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_second_attempt_that_cannot_be_prepared_ends_as_the_first_did(bool atSpawn)
    {
        var machine = new MachineHarness().Running(MachineHarness.Command() with { Attempts = 2 });
        machine.Ended("1", lockTimedOut: true);
        Assert.Equal("Claim Spawn", machine.Names);
        machine.Granted(attempt: 2);
        if (atSpawn) machine.Do(new RunnerInput.SpawnFailed("R1", 2, null, "no space left"));
        else
        {
            machine.Spawned(attempt: 2);
            machine.Do(new RunnerInput.AppendFailed(machine.State.Active!.Appending!, "no space left"));
        }

        var result = Assert.IsType<JournalRecord.Outcome>(machine.State.Active!.Appending).Result;
        Assert.Equal((ResultState.LockedOut, 1), (result.State, result.Attempt));
    }

    [Fact]
    public void The_next_command_waits_for_the_last_result_to_be_in()
    {
        var machine = new MachineHarness().Running();
        machine.Entry(MachineHarness.Command("R2"));
        machine.Ended("0");
        machine.Synced();
        Assert.Equal("Append.Outcome Report", machine.Names);
        machine.Do(new RunnerInput.Reported("R1"));
        Assert.Equal("Append.Sent KeepLog Claim Spawn", machine.Names);
    }

    [Fact]
    public void Nothing_starts_while_this_node_host_is_not_registered()
    {
        var machine = new MachineHarness();
        machine.Do(new RunnerInput.RegistrationChanged(false));
        machine.Entry(MachineHarness.Command());
        Assert.Equal("", machine.Names);
        machine.Do(new RunnerInput.RegistrationChanged(true));
        Assert.Equal("Claim Spawn", machine.Names);
    }

    [Fact]
    public void A_claim_refused_because_alive_is_gone_is_not_tried_at_once()
    {
        var machine = new MachineHarness();
        machine.Do(new RunnerInput.SlotRead(Push(16)));
        machine.Do(new RunnerInput.ClaimAnswered("slot-10", 1, new ClaimAnswer.NotRegistered()));
        machine.Spawned("slot-10");
        machine.Do(new RunnerInput.SlotRead(Push(16)));
        Assert.Equal("Claim Spawn Dismiss Reread", machine.Names);
        machine.Later(5);
        Assert.Equal("Claim Spawn", machine.Names);
    }

    [Fact]
    public void A_push_that_waits_is_replaced_by_a_newer_one_and_forgotten_when_the_slot_is_emptied()
    {
        var machine = new MachineHarness().Running();
        machine.Do(new RunnerInput.SlotRead(Push(16)));
        machine.Do(new RunnerInput.SlotRead(Push(17)));
        Assert.Equal("slot-11", Assert.Single(machine.State.Queue.All).Id);
        machine.Do(new RunnerInput.SlotRead(new SlotSnapshot([], new SlotIdentity(18, 9, 9))));
        Assert.Equal(0, machine.State.Queue.Count);
    }

    [Fact]
    public void A_full_queue_rejects_and_says_so()
    {
        var machine = new MachineHarness(with: context => context with { QueueLimit = 1 }).Running();
        machine.Entry(MachineHarness.Command("R2"));
        machine.Entry(MachineHarness.Command("R3"));
        var refusal = Assert.IsType<RunnerEffect.Refuse>(Assert.Single(machine.Effects));
        Assert.Equal(("R3", ReasonCode.QueueFull), (refusal.Id, refusal.Result.Reason!.Code));
    }

    [Fact]
    public void A_late_answer_of_an_earlier_attempt_changes_nothing()
    {
        var machine = new MachineHarness().Running(MachineHarness.Command() with { Attempts = 3 });
        machine.Ended("1", lockTimedOut: true);
        var state = machine.State;
        machine.Ended("0");
        machine.Granted(attempt: 1);
        Assert.Same(state.Active, machine.State.Active);
    }

    [Fact]
    public void It_wakes_for_its_next_moment_and_for_none_when_idle()
    {
        var machine = new MachineHarness();
        Assert.Null(machine.WakeAt);
        machine.Running();
        Assert.Equal(machine.Now + TimeSpan.FromSeconds(2), machine.WakeAt);
    }

    private static SlotSnapshot Push(long mzxid) => new("""{"run_list":["recipe[a]"]}"""u8.ToArray(), new SlotIdentity(mzxid, (int)mzxid, mzxid));
}
