using ChefActors.Controller.Planning.Plans;
using ChefActors.Core.Rollouts;
using ChefActors.Core.Targets;

namespace ChefActors.Controller.Tests.Planning.Plans;

public sealed class PlanResolverTests
{
    private const string Staged = "[{name: canary, nodes: 1, soak: 10m}, {name: early, nodes: 5%, approve: true}, {name: rest, nodes: rest, parallel: 25%}]";

    [Theory]
    [InlineData(1, "canary 1")]
    [InlineData(12, "canary 1, rest 11")]
    [InlineData(21, "canary 1, early 1, rest 19")]
    [InlineData(100, "canary 1, early 4, rest 95")]
    [InlineData(101, "canary 1, early 5, rest 95")]
    [InlineData(10_000, "canary 1, early 499, rest 9500")]
    public void A_number_is_of_more_nodes_and_a_share_of_all_with_those_before(int nodes, string waves)
    {
        var ready = PlanSamples.Ready(PlanSamples.Waves(Staged), PlanSamples.Nodes(nodes));
        Assert.Equal(waves, string.Join(", ", ready.Rollout.Plan.Waves.Select(w => $"{w.Name} {w.Targets}")));
        Assert.Equal(ready.Rollout.Plan.Waves.Select(w => w.Targets), ready.Rollout.Waves.Select(w => w.Count));
    }

    [Fact]
    public void A_wave_that_gets_no_node_is_left_out_with_its_gates_and_that_is_said()
    {
        var ready = PlanSamples.Ready(PlanSamples.Waves(Staged), PlanSamples.Nodes(12));
        var warning = Assert.Single(ready.Warnings);
        Assert.Equal(("wave_dropped", "wave early (nodes: 5%) gets none of 12 targets and is left out, its approval too"), (warning.Code, warning.Text));
    }

    [Theory]
    [InlineData(1, 1, 1, 1, 1)]
    [InlineData(12, 2, 3, 1, 2)]
    [InlineData(100, 10, 20, 1, 10)]
    [InlineData(101, 11, 21, 1, 10)]
    public void Budgets_are_absolute_rounded_up_and_at_least_1(int nodes, int failures, int offline, int canary, int rest)
    {
        var plan = PlanSamples.Ready(PlanSamples.Waves("[{nodes: 1}, {nodes: rest}]"), PlanSamples.Nodes(nodes)).Rollout.Plan;
        Assert.Equal((new Budget("10%", failures), new Budget("20%", offline)), (plan.Halt!.Failures, plan.Halt.Offline));
        Assert.Equal(new Budget("10%", canary), plan.Waves[0].Failures);
        Assert.Equal(new Budget("10%", nodes == 1 ? canary : rest), plan.Waves[^1].Failures);
    }

    [Fact]
    public void Places_are_a_number_or_a_share_of_the_wave_and_never_more_than_it_has_nodes()
    {
        var plan = PlanSamples.Ready(PlanSamples.Waves("[{nodes: 3}, {nodes: 10, parallel: 5%}, {nodes: rest, parallel: 25%}]"), PlanSamples.Nodes(53)).Rollout.Plan;
        Assert.Equal([3, 1, 10], plan.Waves.Select(w => w.Parallel));
    }

    [Fact]
    public void Waves_that_do_not_reach_all_are_a_fault_at_the_last_of_them()
    {
        var invalid = Assert.IsType<PlanResolution.Invalid>(PlanSamples.Resolve(PlanSamples.Waves("[{nodes: 1}, {nodes: 5}]"), PlanSamples.Nodes(7)));
        Assert.Equal("plan:3:21: waves[1].nodes: found waves that reach 6 of 7 targets; allowed: a last wave that reaches all of them, such as nodes: rest", invalid.Fault.Line("plan"));
    }

    [Fact]
    public void A_target_that_means_nobody_is_a_fault_at_its_place()
    {
        var invalid = Assert.IsType<PlanResolution.Invalid>(PlanSamples.Resolve(PlanSamples.Plan("command: {run_list: [x]}\ntarget: db-*\nwaves: [{nodes: rest}]"), PlanSamples.Nodes(2)));
        Assert.StartsWith("plan:2:9: target: found the target 'db-*' matches none of 2 nodes", invalid.Fault.Line("plan"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_names_of_a_shuffle_are_the_same_in_every_version() =>
        Assert.Equal(["web-0004", "web-0005", "web-0003", "web-0001", "web-0002"], Order("shuffle(7)", PlanSamples.Nodes(5)));

    [Fact]
    public void A_spread_takes_one_of_each_value_in_turn_and_those_without_it_last() =>
        Assert.Equal(
            ["a1", "b1", "x1", "a2", "b2", "a3"],
            Order("spread(zone)", PlanSamples.Node("x1"), PlanSamples.Node("b2", ("zone", "b")), PlanSamples.Node("a3", ("zone", "a")), PlanSamples.Node("b1", ("zone", "b")), PlanSamples.Node("a2", ("zone", "a")), PlanSamples.Node("a1", ("zone", "a"))));

    [Theory]
    [InlineData("run_list: [x]", "soak: 1h", true)]
    [InlineData("run_list: [x]", "approve: true", true)]
    [InlineData("run_list: [x]", "soak: 0s", false)]
    [InlineData("run_list: [\"recipe[x@1.2.3]\"]", "soak: 1h", false)]
    [InlineData("run_list: [\"recipe[x@1.2.3]\", \"role[y]\"]", "soak: 1h", true)]
    [InlineData("run_list: [x], why_run: true", "soak: 1h", false)]
    [InlineData("restart: {}", "soak: 1h", false)]
    public void A_canary_among_nodes_that_converge_by_themselves_is_warned_about(string command, string gate, bool warned)
    {
        var plan = PlanSamples.Plan($"command: {{{command}}}\ntarget: \"*\"\nwaves: [{{nodes: 1, {gate}}}, {{nodes: rest}}]");
        var ready = PlanSamples.Ready(plan, PlanSamples.Node("a", ("chef_periodic", "none")), PlanSamples.Node("b", ("chef_periodic", "timer")), PlanSamples.Node("c", ("chef_periodic", "daemon")));
        Assert.Equal(warned ? ["converges_by_itself"] : [], ready.Warnings.Select(w => w.Code));
        if (warned) Assert.StartsWith("2 of 3 targets", ready.Warnings[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Targets_of_both_modes_are_warned_about()
    {
        var ready = PlanSamples.Ready(PlanSamples.Waves("[{nodes: rest}]"), PlanSamples.Node("a", ("chef_mode", "policyfile")), PlanSamples.Node("b", ("chef_mode", "run_list")));
        Assert.Equal("mixed_modes", Assert.Single(ready.Warnings).Code);
    }

    [Fact]
    public void Nodes_that_are_no_targets_for_want_of_a_fact_or_gone_for_long_or_not_alive_are_told()
    {
        var plan = PlanSamples.Plan("command: {run_list: [x]}\ntarget: role=web\nwaves: [{nodes: rest}]\nhalt: {total: {failures: 9}}");
        var fleet = new PlanFleet([PlanSamples.Node("a", ("role", "web")), PlanSamples.Node("b"), PlanSamples.Node("c", ("role", "web"))], new HashSet<string> { "c" }, ["old"]);
        var ready = Assert.IsType<PlanResolution.Ready>(PlanResolver.Resolve(plan, fleet, PlanSamples.Context, new PlanWish()));
        Assert.Equal(["undecided", "gone", "not_alive", "limit_out_of_reach"], ready.Warnings.Select(w => w.Code));
        Assert.Contains("lack role: b", ready.Warnings[0].Text, StringComparison.Ordinal);
        Assert.Contains("1 offline nodes halt it: c", ready.Warnings[2].Text, StringComparison.Ordinal);
        Assert.Equal("b", Assert.Single(ready.Undecided).Name);
    }

    [Fact]
    public void Nodes_that_take_no_named_run_list_are_known_to_refuse_it()
    {
        var plan = PlanSamples.Plan("command: {named_run_list: base}\ntarget: \"*\"\nwaves: [{nodes: rest}]");
        var ready = PlanSamples.Ready(plan, PlanSamples.Node("a", ("chef_mode", "policyfile")), PlanSamples.Node("b", ("chef_mode", "run_list")), PlanSamples.Node("c"));
        Assert.Equal(["b", "c"], ready.Refusing.Select(r => r.Node));
        Assert.All(ready.Refusing, r => Assert.Equal("policyfile_mode", r.Code));
    }

    [Theory]
    [InlineData(1, 50, 100, 49)]
    [InlineData(60, 50, 100, 40)]
    [InlineData(1, 1, 100, 0)]
    [InlineData(200, 50, 100, 0)]
    public void What_a_budget_does_not_stop_is_who_is_under_way(int budget, int parallel, int targets, int stillFail) =>
        Assert.Equal(stillFail, InFlight.CanStillFail(new Budget("b", budget), parallel, targets));

    private static IEnumerable<string> Order(string order, params TargetSubject[] nodes) =>
        PlanSamples.Ready(PlanSamples.Waves("[{nodes: rest}]", "order: " + order), nodes).Rollout.Waves[0].Select(n => n.Value);
}
