using ChefActors.Core.Commands;
using ChefActors.Core.Results;
using ChefActors.NodeHost.ChefClient;
using ChefActors.NodeHost.Delivery;
using ChefActors.NodeHost.Journal;
using ChefActors.NodeHost.Running;

namespace ChefActors.NodeHost.Tests.Running;

/// <summary>A restart in the runner's machine: a run whose process is the node host itself.</summary>
public sealed class RestartTests
{
    private static readonly EntryStanding Claimed = new(IsClaimedByMe: true, EntryExists: true, Row: null);

    [Fact]
    public void It_ends_the_host_when_the_supervisor_is_there_the_start_is_durable_and_the_claim_granted()
    {
        var machine = new MachineHarness();
        machine.Entry(Restart());
        Assert.Equal("Claim AskSupervisor", machine.Names);
        Ready(machine);
        machine.Granted();
        var start = Assert.IsType<JournalRecord.Start>(Assert.IsType<RunnerEffect.Append>(Assert.Single(machine.Effects)).Record);
        Assert.Equal((MachineHarness.Self.Pid, MachineHarness.Self.StartTime, "boot-1"), (start.Pid, start.PidStart, start.BootId));
        machine.Synced();
        Assert.Equal("EndHost", machine.Names);
        Assert.Equal(RunPhase.Leaving, machine.State.Active!.Phase);

        // Nothing begins and nothing is tried again in a host that ends.
        machine.Entry(MachineHarness.Command("R2"), 0);
        machine.Later(3600);
        Assert.Equal("", machine.Names);
    }

    [Fact]
    public void It_waits_for_the_run_that_is_under_way_and_for_its_result()
    {
        var machine = new MachineHarness().Running();
        machine.Entry(Restart("R2"));
        Assert.Equal("", machine.Names);
        machine.Ended("0");
        machine.Synced();
        Assert.DoesNotContain("Claim", machine.Names, StringComparison.Ordinal);
        machine.Do(new RunnerInput.Reported("R1"));
        Assert.Contains("Claim AskSupervisor", machine.Names, StringComparison.Ordinal);
    }

    [Fact]
    public void It_waits_for_a_run_that_was_adopted()
    {
        var machine = new MachineHarness(new JournalState { Unfinished = Start(MachineHarness.Command("R0"), new ProcessIdentity(9, 9)) });
        machine.Entry(Restart());
        machine.Do(new RunnerInput.Observed("R0", 1, null));
        Assert.Equal("Observe Await Reread", machine.Names);
    }

    [Fact]
    public void Without_a_supervisor_it_is_rejected_and_the_host_stays()
    {
        var machine = new MachineHarness();
        machine.Entry(Restart());
        machine.Do(new RunnerInput.RestartRefused("R1", 1, new Reason(ReasonCode.NoSupervisor, "nobody")));
        machine.Granted();
        var refuse = machine.Effects.OfType<RunnerEffect.Refuse>().Single();
        Assert.Equal((ResultState.Rejected, ReasonCode.NoSupervisor), (refuse.Result.State, refuse.Result.Reason!.Code));
        Assert.Null(machine.State.Active);
    }

    [Fact]
    public void A_stop_before_it_ends_withdraws_it_and_one_after_that_is_too_late()
    {
        var machine = new MachineHarness();
        machine.Entry(Restart());
        Ready(machine);
        machine.Synced();
        machine.Entry(Restart() with { Cancel = new Cancel("alice", DateTimeOffset.UnixEpoch) }, 1);
        machine.Granted();
        machine.Synced();
        Assert.Equal(ResultState.Withdrawn, machine.Effects.OfType<RunnerEffect.Refuse>().Single().Result.State);

        var late = Leaving();
        late.Entry(Restart() with { Cancel = new Cancel("alice", DateTimeOffset.UnixEpoch) }, 1);
        Assert.Equal("", late.Names);
        Assert.Equal(RunPhase.Leaving, late.State.Active!.Phase);
    }

    [Theory]
    [InlineData(null, 10, "boot-1", ResultState.Succeeded, null)]
    [InlineData("1", 10, "boot-1", ResultState.Succeeded, null)]
    [InlineData("2", 10, "boot-1", ResultState.Failed, ReasonCode.WrongVersion)]
    [InlineData(null, 101, "boot-1", ResultState.Failed, ReasonCode.NotRestarted)]
    [InlineData(null, 101, "boot-0", ResultState.Succeeded, null)]
    public void Another_process_finds_the_record_and_tells_what_became_of_it(string? expected, int secondsLater, string boot, ResultState state, string? code)
    {
        var start = Start(Restart() with { Restart = new HostRestart { ExpectVersion = expected } }, new ProcessIdentity(9, 9), boot);
        var machine = new MachineHarness(new JournalState { Unfinished = start });
        Assert.Equal("Inspect", machine.Names);
        machine.Later(secondsLater);
        machine.Do(new RunnerInput.Inspected("R1", 1, Claimed));
        var outcome = Assert.IsType<JournalRecord.Outcome>(machine.Effects.OfType<RunnerEffect.Append>().Single().Record);
        Assert.Equal((state, code, state == ResultState.Succeeded ? 0 : null), (outcome.Result.State, outcome.Result.Reason?.Code, outcome.Result.ExitCode));
        Assert.Null(outcome.Result.Mode);
        machine.Synced();
        Assert.Equal("Report", machine.Names);
    }

    [Fact]
    public void It_does_not_count_before_the_process_is_registered()
    {
        var machine = new MachineHarness(new JournalState { Unfinished = Start(Restart(), new ProcessIdentity(9, 9)) }, isRegistered: false);
        Assert.Equal("", machine.Names);
        machine.Do(new RunnerInput.RegistrationChanged(true));
        Assert.Equal("Inspect", machine.Names);
        machine.Later(1);
        Assert.Equal("", machine.Names);
    }

    [Fact]
    public void A_record_without_a_claim_is_dropped_and_the_command_read_again()
    {
        var machine = new MachineHarness(new JournalState { Unfinished = Start(Restart(), new ProcessIdentity(9, 9)) });
        machine.Do(new RunnerInput.Inspected("R1", 1, new EntryStanding(IsClaimedByMe: false, EntryExists: true, Row: null)));
        machine.Synced();
        Assert.Equal("Inspect Append.Dropped Reread", machine.Names);
        machine.Entry(Restart());
        Assert.Equal("Claim AskSupervisor", machine.Names);
    }

    [Fact]
    public void The_same_process_finds_the_record_claims_again_and_goes_on()
    {
        var machine = new MachineHarness(new JournalState { Unfinished = Start(Restart(), MachineHarness.Self) });
        Assert.Equal("Claim", machine.Names);
        machine.Granted();
        Assert.Equal("EndHost", machine.Names);
    }

    [Fact]
    public void The_same_process_drops_the_record_when_the_claim_is_refused()
    {
        var machine = new MachineHarness(new JournalState { Unfinished = Start(Restart(), MachineHarness.Self) });
        machine.Do(new RunnerInput.ClaimAnswered("R1", 1, new ClaimAnswer.Gone()));
        machine.Synced();
        Assert.Equal("Claim Append.Dropped Reread", machine.Names);
        Assert.Null(machine.State.Active);
    }

    [Theory]
    [InlineData("1 2")]
    [InlineData("")]
    public void A_version_that_is_none_is_refused(string version)
    {
        var machine = new MachineHarness();
        machine.Entry(Restart() with { Restart = new HostRestart { ExpectVersion = version } });
        Assert.Equal(ReasonCode.BadJson, machine.Effects.OfType<RunnerEffect.Refuse>().Single().Result.Reason!.Code);
    }

    private static Command Restart(string id = "R1") => MachineHarness.Command(id) with { Kind = CommandKind.Restart, RunList = [] };

    private static MachineHarness Leaving()
    {
        var machine = new MachineHarness();
        machine.Entry(Restart());
        Ready(machine);
        machine.Synced();
        machine.Granted();
        _ = machine.Effects;
        return machine;
    }

    private static void Ready(MachineHarness machine)
    {
        _ = machine.Effects;
        machine.Do(new RunnerInput.RestartReady("R1", 1, MachineHarness.Self));
    }

    /// <summary>Journaled in the harness's first moment, with the run time of its commands: 100 s.</summary>
    private static JournalRecord.Start Start(Command command, ProcessIdentity process, string boot = "boot-1") => new()
    {
        Id = command.Id,
        Attempt = 1,
        Pid = process.Pid,
        PidStart = process.StartTime,
        BootId = boot,
        Directory = "/state/runs/R1.1",
        AtMs = 3_600_000,
        RunDeadlineMs = 3_700_000,
        LockDeadlineMs = 3_750_000,
        ReceivedAt = DateTimeOffset.UnixEpoch,
        StartedAt = DateTimeOffset.UnixEpoch,
        Command = command,
    };
}
