using ChefActors.Controller.Console;
using ChefActors.Controller.Console.Rendering;
using ChefActors.Controller.Fleet;
using ChefActors.Controller.Rollouts;
using ChefActors.Core.Nodes;
using ChefActors.Core.Results;
using ChefActors.Core.Rollouts;

namespace ChefActors.Controller.Tests.Console;

public sealed class WhyTests
{
    public static TheoryData<RolloutPhase> Phases() => [.. Enum.GetValues<RolloutPhase>()];

    public static TheoryData<ResultState> States() => [.. Enum.GetValues<ResultState>()];

    [Theory]
    [MemberData(nameof(Phases))]
    public async Task Every_phase_is_explained_and_what_is_not_over_has_a_next_command(RolloutPhase phase)
    {
        using var rig = new VerbRig();
        var snapshot = Samples.Snapshot(phase, Samples.Failed(1), Samples.Outstanding(2));
        rig.Cluster.Rollouts[Samples.Id] = snapshot with { State = snapshot.State with { Reason = new Reason("some", "of some rule"), RolledBackBy = phase == RolloutPhase.RolledBack ? "R2" : null } };
        Assert.Equal(ExitCode.Success, await rig.RunAsync("why", Samples.Id));
        Assert.Contains("alice@ops1 asked for it: recipe[cookbook_c], target web-*", rig.Shown, StringComparison.Ordinal);
        Assert.Contains("because: of some rule", rig.Shown, StringComparison.Ordinal);
        Assert.Contains("so it ", rig.Shown, StringComparison.Ordinal);
        Assert.Equal(phase != RolloutPhase.Succeeded, rig.Shown.Contains("next: chefactors ", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(States))]
    public async Task Every_state_of_a_node_is_explained(ResultState state)
    {
        using var rig = new VerbRig();
        var result = Samples.Ended(1, state, "some_code", "of something").Result!;
        var node = new FleetNode(NodeName.Parse(result.Node), false, Samples.Start, null, null, null, result, []);
        rig.Cluster.View = new NodeView(node, [], 0);
        rig.Cluster.Rollouts[Samples.Id] = Samples.Snapshot(RolloutPhase.Failed, Samples.Ended(1, state));
        Assert.Equal(ExitCode.Success, await rig.RunAsync("why", result.Node));
        Assert.Contains($"{state.Word()}: {WhyNode.Meaning(state)}", rig.Shown, StringComparison.Ordinal);
        Assert.NotEqual(state.Word(), WhyNode.Meaning(state));
        Assert.Contains("because: of something [some_code]", rig.Shown, StringComparison.Ordinal);
        Assert.Contains($"alice@ops1 asked for rollout {Samples.Id}", rig.Shown, StringComparison.Ordinal);
        Assert.Contains($"next: chefactors why {Samples.Id}", rig.Shown, StringComparison.Ordinal);
    }

    [Fact]
    public void A_halt_is_told_with_its_rule_value_limit_nodes_and_end()
    {
        var snapshot = Samples.Snapshot(RolloutPhase.Halted, Samples.Failed(1), Samples.Pending(2));
        var halt = new HaltCause(HaltRule.Failures, "1 failures in wave canary: the limit is 1 (10%)", Samples.Start.AddSeconds(9), Samples.Start.AddHours(24))
        {
            Wave = "canary",
            Value = 1,
            Limit = 1,
            Outstanding = 0,
            Nodes = ["web-1.example.com"],
        };
        var words = new ControlDocument { Words = [new ControlWord("pause", "bob@ops2", Samples.Start.AddSeconds(3), null)] };
        Approval.Matches("why-halted", string.Join('\n', WhyRollout.Lines(snapshot with { State = snapshot.State with { Halt = halt, Halts = 1, Owner = "c0ffee" }, Control = words })) + "\n"
            + string.Join('\n', NextCommand.Of(snapshot)) + "\n");
    }

    [Fact]
    public async Task What_is_neither_is_a_usage_error()
    {
        using var rig = new VerbRig();
        Assert.Equal(ExitCode.Usage, await rig.RunAsync("why", "nobody.example.com"));
        Assert.Contains("neither a node nor a rollout nobody.example.com", rig.Error.ToString(), StringComparison.Ordinal);
    }
}
