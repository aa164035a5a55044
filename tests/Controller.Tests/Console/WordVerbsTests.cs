using ChefActors.Controller.Console;
using ChefActors.Controller.Rollouts;
using ChefActors.Controller.Words;
using ChefActors.Core.Results;
using ChefActors.Core.Rollouts;

namespace ChefActors.Controller.Tests.Console;

public sealed class WordVerbsTests
{
    [Fact]
    public async Task A_word_is_said_and_what_holds_from_now_on_is_told()
    {
        using var rig = Rig(RolloutPhase.Running);
        rig.Cluster.Outcome = new WordOutcome.Spoken(new ControlDocument(), "nothing new is dispatched");
        Assert.Equal(ExitCode.Success, await rig.RunAsync("rollout", "pause", Samples.Id));
        Assert.Equal((Samples.Id, new OperatorWord.Pause()), Assert.Single(rig.Cluster.Said));
        Assert.Equal($"cluster prod: rollout {Samples.Id}: nothing new is dispatched\n3 targets: 1 succeeded, 1 outstanding, 1 pending\n", rig.Shown);
    }

    [Fact]
    public async Task Each_verb_says_its_own_word()
    {
        using var rig = Rig(RolloutPhase.Running);
        foreach (var arguments in (string[][])[["resume", Samples.Id], ["resume", Samples.Id, "--accept-failures"], ["approve", Samples.Id], ["approve", Samples.Id, "canary"]])
            Assert.Equal(ExitCode.Success, await rig.RunAsync(["rollout", .. arguments]));
        Assert.Equal(
            [new OperatorWord.Resume(false), new OperatorWord.Resume(true), new OperatorWord.Approve(null), new OperatorWord.Approve("canary")],
            rig.Cluster.Said.Select(s => s.Word));
    }

    [Fact]
    public async Task A_word_that_is_refused_ends_with_4_and_says_why()
    {
        using var rig = Rig(RolloutPhase.Halted);
        rig.Cluster.Outcome = new WordOutcome.Refused("a rule halted it");
        Assert.Equal(ExitCode.Refused, await rig.RunAsync("rollout", "resume", Samples.Id));
        Assert.Equal($"cluster prod: resume of rollout {Samples.Id} is refused: a rule halted it\n", rig.Error.ToString());
    }

    [Fact]
    public async Task A_word_about_no_rollout_is_a_usage_error()
    {
        using var rig = new VerbRig();
        Assert.Equal(ExitCode.Usage, await rig.RunAsync("rollout", "pause", "R9"));
        Assert.Contains("there is no rollout R9", rig.Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_nobody_drives_it_that_is_said_with_the_next_command()
    {
        using var rig = Rig(RolloutPhase.Running);
        rig.Cluster.Rollouts[Samples.Id] = rig.Cluster.Rollouts[Samples.Id] with { OwnedBy = null };
        await rig.RunAsync("rollout", "pause", Samples.Id);
        Assert.Contains($"nobody drives it now", rig.Shown, StringComparison.Ordinal);
        Assert.Contains($"next: chefactors rollout watch {Samples.Id} --drive", rig.Shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_abort_of_what_nobody_drives_is_carried_out_from_here_and_says_what_it_reached()
    {
        using var rig = Rig(RolloutPhase.Running);
        var before = rig.Cluster.Rollouts[Samples.Id] with { OwnedBy = null };
        rig.Cluster.Rollouts[Samples.Id] = before;
        rig.Cluster.Outcome = new WordOutcome.Spoken(new ControlDocument(), "nothing new starts");
        var after = Samples.Snapshot(RolloutPhase.Aborted, Samples.Succeeded(1), Samples.Succeeded(2), Samples.Ended(3, ResultState.Withdrawn));
        rig.Cluster.Driver.Looks.Add(after);
        rig.Cluster.ReadAfterDrive = after;
        Assert.Equal(ExitCode.Success, await rig.RunAsync("rollout", "abort", Samples.Id, "--interrupt"));
        Assert.Equal(new OperatorWord.Abort(true), Assert.Single(rig.Cluster.Said).Word);
        Assert.Equal(Samples.Id, rig.Cluster.Driver.TakenOver);
        Assert.EndsWith("reached: 1 withdrawn (1 never dispatched), 0 cancelled, 1 finished meanwhile\n", rig.Shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_retry_starts_a_rollout_of_the_rest_and_ends_a_halted_one()
    {
        using var rig = new VerbRig();
        rig.Cluster.Rollouts[Samples.Id] = Samples.Snapshot(RolloutPhase.Halted, Samples.Failed(1), Samples.Succeeded(2), Samples.Pending(3));
        rig.Cluster.Outcome = new WordOutcome.Spoken(new ControlDocument(), "nothing new starts");
        rig.Cluster.Driver.Responds = rollout => Samples.Snapshot(RolloutPhase.Succeeded, Samples.Succeeded(1), Samples.Succeeded(3));
        Assert.Equal(ExitCode.Success, await rig.RunAsync("rollout", "retry", Samples.Id));
        Assert.Equal(["web-1.example.com", "web-3.example.com"], rig.Cluster.Driver.Started!.Waves.SelectMany(w => w).Select(n => n.Value));
        Assert.Equal(Samples.Id, rig.Cluster.Driver.Started.Plan.RetryOf);
        Assert.Equal(new OperatorWord.Abort(false), Assert.Single(rig.Cluster.Said).Word);
    }

    [Fact]
    public async Task A_rollback_without_one_in_the_plan_is_refused_and_with_one_it_is_driven()
    {
        using var rig = new VerbRig();
        var halted = Samples.Snapshot(RolloutPhase.Halted, Samples.Failed(1), Samples.Pending(2));
        rig.Cluster.Rollouts[Samples.Id] = halted;
        Assert.Equal(ExitCode.Refused, await rig.RunAsync("rollout", "rollback", Samples.Id));
        Assert.Contains("its plan has no rollback", rig.Error.ToString(), StringComparison.Ordinal);
        rig.Cluster.Rollouts[Samples.Id] = halted with { Plan = halted.Plan with { Rollback = new RollbackPlan(["recipe[undo]"], OnHalt: false) } };
        rig.Cluster.Driver.Answer = new StartAnswer.Driving(Samples.Id + "-rollback");
        rig.Cluster.Driver.Looks.Add(Samples.Snapshot(RolloutPhase.Succeeded, Samples.Succeeded(1)));
        Assert.Equal(ExitCode.Success, await rig.RunAsync("rollout", "rollback", Samples.Id));
        Assert.Equal(Samples.Id, rig.Cluster.Driver.RolledBack);
    }

    [Theory]
    [InlineData("table")]
    [InlineData("json")]
    public async Task A_rollback_by_rule_is_driven_to_its_end_by_whoever_drove_the_rollout_which_ends_with_1(string output)
    {
        const string Back = Samples.Id + "-rollback";
        using var rig = new VerbRig();
        var halted = Samples.Snapshot(RolloutPhase.Halted, Samples.Failed(1), Samples.Pending(2));
        rig.Cluster.Rollouts[Samples.Id] = halted;
        rig.Cluster.Driver.Looks.AddRange([halted, halted with { State = halted.State with { Phase = RolloutPhase.RolledBack, RolledBackBy = Back } }]);
        var back = Samples.Snapshot(RolloutPhase.Succeeded, Samples.Succeeded(1));
        rig.Cluster.Driver.LookOf[Back] = back with { Plan = back.Plan with { Id = Back } };
        Assert.Equal(ExitCode.Failed, await rig.RunAsync("rollout", "watch", Samples.Id, "--drive", "--output", output));
        Assert.Equal(Back, rig.Cluster.Driver.TakenOver);
        Assert.Equal($"rollout {Back} takes it back and is driven from here, too\n", rig.Error.ToString());
        if (output == "json") Assert.Equal(Samples.Id, System.Text.Json.JsonDocument.Parse(rig.Shown).RootElement.GetProperty("rollout").GetString());
        else Assert.Contains($"cluster prod: rollout {Back} succeeded", rig.Shown, StringComparison.Ordinal);
    }

    private static VerbRig Rig(RolloutPhase phase)
    {
        var rig = new VerbRig();
        rig.Cluster.Rollouts[Samples.Id] = Samples.Snapshot(phase, Samples.Succeeded(1), Samples.Outstanding(2), Samples.Pending(3));
        return rig;
    }
}
