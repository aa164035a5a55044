using ChefActors.Core.Results;
using ChefActors.NodeHost.ChefClient;
using ChefActors.NodeHost.Journal;
using ChefActors.NodeHost.Running;

namespace ChefActors.NodeHost.Tests.Running;

/// <summary>Stopping a run, from the decision to the outcome.</summary>
public sealed class RunnerMachineStoppingTests
{
    [Fact]
    public void A_run_over_its_time_gets_two_SIGINTs_and_then_force_until_it_ends()
    {
        var machine = new MachineHarness().Running();
        machine.Later(101);
        Assert.Equal("Append.Stopping", machine.Names);
        machine.Later(20);
        Assert.Equal("", machine.Names);
        machine.Synced();
        var signals = new List<ChefSignal>();
        for (var i = 0; i < 4; i++)
        {
            signals.AddRange(machine.Effects.OfType<RunnerEffect.Signal>().Select(signal => signal.What));
            machine.Later(5);
            Assert.Empty(machine.Effects);
            machine.Later(1);
        }

        Assert.Equal([ChefSignal.Interrupt, ChefSignal.Interrupt, ChefSignal.Kill, ChefSignal.Kill], signals);
        machine.Ended(null);
        machine.Do(new RunnerInput.Forced("R1", 1));
        Assert.Equal(ResultState.TimedOut, Assert.IsType<JournalRecord.Outcome>(machine.State.Active!.Appending).Result.State);
    }

    /// <summary>chef-client is gone, its command may live on in a session of its own: the outcome waits until that is ended too.</summary>
    [Theory]
    [InlineData("2")]
    [InlineData("1")]
    [InlineData(null)]
    public void What_a_stopped_run_left_is_ended_before_its_outcome_is_written(string? exit)
    {
        var machine = new MachineHarness().Running();
        machine.Later(101);
        machine.Synced();
        _ = machine.Effects;
        machine.Ended(exit);
        Assert.Equal("Force", machine.Names);
        machine.Later(60);
        machine.Ended(exit);
        Assert.Equal("", machine.Names);
        Assert.Null(machine.WakeAt);
        machine.Do(new RunnerInput.Forced("R1", 1));
        Assert.Equal("Append.Outcome", machine.Names);
        machine.Do(new RunnerInput.Forced("R1", 1));
        Assert.Equal("", machine.Names);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("35")]
    [InlineData("37")]
    public void A_run_that_ended_well_while_it_was_stopped_keeps_its_daemons(string exit)
    {
        var machine = new MachineHarness().Running();
        machine.Later(101);
        machine.Synced();
        machine.Ended(exit);
        Assert.Equal("Append.Stopping Signal Append.Outcome", machine.Names);
    }

    [Fact]
    public void A_run_that_ends_by_itself_is_not_forced_whatever_its_code()
    {
        var machine = new MachineHarness().Running();
        machine.Ended("1");
        Assert.Equal("Append.Outcome", machine.Names);
    }

    /// <summary>Force is a signal too: the stop is durable before it.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_run_that_ends_before_its_stop_is_durable_is_forced_after_that(bool diskFails)
    {
        var machine = new MachineHarness().Running();
        machine.Later(101);
        machine.Ended("1");
        if (diskFails)
        {
            machine.Do(new RunnerInput.AppendFailed(machine.State.Active!.Appending!, "no space left"));
            machine.Later(5);
        }

        Assert.Equal(diskFails ? "Append.Stopping Append.Stopping" : "Append.Stopping", machine.Names);
        machine.Synced();
        Assert.Equal("Force", machine.Names);
        machine.Do(new RunnerInput.Forced("R1", 1));
        Assert.Equal(ResultState.TimedOut, Assert.IsType<JournalRecord.Outcome>(machine.State.Active!.Appending).Result.State);
    }

    [Theory]
    [InlineData("boot-1", "Force")]
    [InlineData("boot-0", "Append.Outcome")]
    public void A_stop_found_in_the_journal_ends_what_is_left_unless_the_machine_was_restarted(string boot, string effect)
    {
        var start = Journal.Records.Start("R1") with { BootId = boot };
        var machine = new MachineHarness(new JournalState { Unfinished = start, Stopping = StopCause.Cancelled });
        _ = machine.Effects;
        machine.Do(new RunnerInput.Observed("R1", start.Attempt, new RunEnd("2", OutputSummary.Empty, DateTimeOffset.UnixEpoch)));
        Assert.Equal(effect, machine.Names);
        if (effect == "Force") machine.Do(new RunnerInput.Forced("R1", start.Attempt));
        Assert.Equal(ResultState.Cancelled, Assert.IsType<JournalRecord.Outcome>(machine.State.Active!.Appending).Result.State);
    }
}
