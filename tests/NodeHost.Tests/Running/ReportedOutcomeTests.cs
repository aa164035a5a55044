using ChefActors.Core.Commands;
using ChefActors.Core.Results;
using ChefActors.NodeHost.ChefClient;
using ChefActors.NodeHost.ChefClient.Reporting;
using ChefActors.NodeHost.Journal;
using ChefActors.NodeHost.Running;
using ChefActors.NodeHost.Tests.Journal;

namespace ChefActors.NodeHost.Tests.Running;

/// <summary>Runs whose exit code nobody noted: the report handler's file decides, else the outcome is not known (DELIVERY, section 5).</summary>
public sealed class ReportedOutcomeTests
{
    private static readonly RunReport _ended = new() { Command = "R1", Ended = true, Succeeded = true, Updated = 2, Total = 5 };
    private static readonly RunReport _failed = _ended with { Succeeded = false, Total = null, FailedResource = "execute[x]", Exception = "E: execute[x] (c line 1) had an error: E: why" };
    private static readonly RunReport _cutOff = new() { Command = "R1", ResourcesDone = 4, Resource = "execute[x]" };

    public static TheoryData<string, string, ResultState, string?> Cases => new()
    {
        { "ended", "boot-1", ResultState.Succeeded, null },
        { "ended", "boot-0", ResultState.Succeeded, null },
        { "reboot", "boot-1", ResultState.RebootPending, ReasonCode.RebootRequested },
        { "reboot", "boot-0", ResultState.RebootPending, ReasonCode.RebootRequested },
        { "pending", "boot-0", ResultState.RebootPending, ReasonCode.RebootRequested },
        { "failed", "boot-1", ResultState.Failed, ReasonCode.ResourceFailed },
        { "failed", "boot-0", ResultState.Failed, ReasonCode.ResourceFailed },
        { "cut off", "boot-1", ResultState.Interrupted, ReasonCode.ExitCodeUnknown },
        { "cut off", "boot-0", ResultState.Interrupted, ReasonCode.MachineRestarted },
        { "none", "boot-1", ResultState.Interrupted, ReasonCode.ExitCodeUnknown },
        { "none", "boot-0", ResultState.Interrupted, ReasonCode.MachineRestarted },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void What_the_handler_noted_decides_else_it_is_interrupted(string noted, string boot, ResultState state, string? reason)
    {
        var result = Recovered(Report(noted), boot);
        Assert.Equal((state, reason, null), (result.State, result.Reason?.Code, result.ExitCode));
    }

    [Fact]
    public void A_restart_that_chef_asked_for_names_both_boots() =>
        Assert.Equal("Chef asked for a reboot when the run was over; boot boot-0 then, boot boot-1 now", Recovered(Report("reboot"), "boot-0").Reason!.Text);

    [Fact]
    public void Counts_of_the_handler_are_in_the_result()
    {
        Assert.Equal(new ResourceCount(2, 5), Recovered(Report("ended"), "boot-1").Resources);
        Assert.Equal(new ResourceCount(2, null), Recovered(Report("failed"), "boot-1").Resources);
        Assert.Null(Recovered(Report("cut off"), "boot-1").Resources);
    }

    [Fact]
    public void An_interruption_says_how_far_the_run_was() =>
        Assert.EndsWith("; 4 resources were done, execute[x] was at work", Recovered(Report("cut off"), "boot-0").Reason!.Text, StringComparison.Ordinal);

    [Fact]
    public void A_run_that_was_being_stopped_is_what_the_journal_says() =>
        Assert.Equal(ResultState.Cancelled, Recovered(Report("ended"), "boot-1", StopCause.Cancelled).State);

    [Theory]
    [InlineData("ended", "Outcome")]
    [InlineData("cut off", "Start")]
    public void A_rerun_is_for_what_is_not_known(string noted, string next)
    {
        var machine = Observed(Report(noted), "boot-1", null, MachineHarness.Command() with { OnInterrupt = InterruptPolicy.Rerun });
        if (next == "Outcome") Assert.IsType<JournalRecord.Outcome>(machine.State.Active!.Appending);
        else Assert.Equal(2, machine.State.Active!.Attempt);
    }

    [Theory]
    [InlineData(0, 2)]
    [InlineData(1, 1)]
    public void A_Chef_server_that_cannot_be_reached_is_worth_another_attempt_while_nothing_was_converged(int updated, int attempt)
    {
        var machine = new MachineHarness().Running(MachineHarness.Command() with { Attempts = 2 });
        var output = OutputSummary.Empty with { Exception = "Errno::ECONNREFUSED: Connection refused", Resources = new ResourceCount(updated, null) };
        machine.Do(new RunnerInput.Ended("R1", 1, new RunEnd("1", output, Records.Now)));
        Assert.Equal(attempt, machine.State.Active!.Attempt);
    }

    [Fact]
    public void What_the_handler_told_of_a_run_in_hand_shows_in_the_activity()
    {
        var machine = new MachineHarness().Running();
        machine.Do(new RunnerInput.Looked("R1", 1, new RunProgress(null, 7)));
        Assert.Equal(7, machine.State.Active!.ResourcesDone);
        machine.Do(new RunnerInput.Looked("R1", 1, RunProgress.Unknown));
        Assert.Equal(7, machine.State.Active!.ResourcesDone);
    }

    [Fact]
    public void A_chef_client_that_is_too_old_for_the_handler_is_started_without_it_from_then_on()
    {
        var machine = new MachineHarness(with: context => context with { HandlerDirectory = "/opt/ours" }).Running();
        var refused = OutputSummary.Empty with { Exception = "OptionParser::InvalidOption: invalid option: --config-option" };
        machine.Do(new RunnerInput.Ended("R1", 1, new RunEnd("1", refused, Records.Now)));
        var result = Assert.IsType<JournalRecord.Outcome>(machine.State.Active!.Appending).Result;
        Assert.Equal((ResultState.Failed, ReasonCode.CommandLine), (result.State, result.Reason!.Code));
        Assert.Contains("chef.report_handler = off", result.Reason.Text, StringComparison.Ordinal);
        machine.Synced();
        machine.Do(new RunnerInput.Reported("R1"));
        _ = machine.Effects;
        machine.Entry(MachineHarness.Command("R2"));
        Assert.Null(ChefArguments.HandlerDirectory(Assert.Single(machine.Effects.OfType<RunnerEffect.Spawn>()).Order.Arguments));
    }

    [Fact]
    public void The_handler_is_brought_by_one_option_which_can_be_taken_out_again()
    {
        var plain = ChefArguments.Of(MachineHarness.Command(), "/dna.json", null, null);
        var with = ChefArguments.Of(MachineHarness.Command(), "/dna.json", null, null, "/opt/ours");
        Assert.Equal(["--config-option", "client_d_dir=/opt/ours"], with.Except(plain));
        Assert.Equal(("/opt/ours", null), (ChefArguments.HandlerDirectory(with), ChefArguments.HandlerDirectory(plain)));
        Assert.Equal(plain, ChefArguments.WithoutHandler(with));
        Assert.Equal(plain, ChefArguments.WithoutHandler(plain));
    }

    private static RunReport? Report(string noted) => noted switch
    {
        "ended" => _ended,
        "reboot" => _ended with { RebootRequested = true },
        "pending" => _failed with { FailedResource = null, Exception = "Chef::Exceptions::RebootPending: a reboot is pending" },
        "failed" => _failed,
        "cut off" => _cutOff,
        _ => null,
    };

    private static CommandResult Recovered(RunReport? report, string boot, StopCause? stopping = null) =>
        Assert.IsType<JournalRecord.Outcome>(Observed(report, boot, stopping, MachineHarness.Command()).State.Active!.Appending).Result;

    /// <summary>A node host that comes back and finds a run of this boot or another over, without an exit code; its claim stands.</summary>
    private static MachineHarness Observed(RunReport? report, string boot, StopCause? stopping, Command command)
    {
        JournalRecord[] stop = stopping is { } cause ? [new JournalRecord.Stopping("R1", cause)] : [];
        var machine = new MachineHarness(JournalState.Of([new JournalRecord.Header("journal-1", "machine-1"), Records.Start("R1") with { Command = command, BootId = boot }, .. stop]));
        machine.Do(new RunnerInput.Observed("R1", 1, new RunEnd(null, OutputSummary.Empty.CompletedBy(report), Records.Now) { Report = report }));
        if (stopping is not null) machine.Do(new RunnerInput.Forced("R1", 1));
        else machine.Do(new RunnerInput.Inspected("R1", 1, new NodeHost.Delivery.EntryStanding(true, true, null)));
        return machine;
    }
}
