using System.Text.Json;
using ChefActors.Controller.Planning;
using ChefActors.Core.Commands;
using ChefActors.Core.Targets;

namespace ChefActors.Controller.Tests.Planning;

public sealed class PushPlanTests
{
    private static readonly PlanContext Context = new("01ID", "c1", "alice@ops1", new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public void One_wave_holds_the_targets_by_name_and_never_more_places_than_nodes()
    {
        var ready = Ready(Request("web-*"), "web-3", "db-1", "web-1", "web-2");
        Assert.Equal(["web-1", "web-2", "web-3"], Assert.Single(ready.Rollout.Waves).Select(n => n.Value));
        var wave = Assert.Single(ready.Rollout.Plan.Waves);
        Assert.Equal((PushPlan.WaveName, 3, 3), (wave.Name, wave.Targets, wave.Parallel));
    }

    [Fact]
    public void Bare_items_are_written_out_and_name_the_rollout()
    {
        var plan = Ready(Request("web-1") with { Items = ["nginx", "role[base]"] }, "web-1").Rollout.Plan;
        Assert.Equal(["recipe[nginx]", "role[base]"], plan.Command.RunList);
        Assert.Equal("recipe[nginx], role[base]", plan.Name);
    }

    [Fact]
    public void Half_a_second_of_grace_is_not_none()
    {
        Assert.Equal(1, Ready(Request("web-1") with { Grace = TimeSpan.FromMilliseconds(500) }, "web-1").Rollout.Plan.GraceS);
    }

    [Fact]
    public void A_limit_takes_some_by_the_seed_and_tells_how_many_were_meant()
    {
        Assert.True(TargetLimit.TryParse("50%", out var limit, out _));
        var names = Enumerable.Range(10, 20).Select(n => $"web-{n}").ToArray();
        var ready = Ready(Request("web-*") with { Limit = limit, Seed = 7 }, names);
        Assert.Equal((10, 20), (ready.Rollout.Waves[0].Count, ready.Matched));
    }

    [Fact]
    public void Nodes_that_lack_a_key_are_told_apart_from_those_that_are_not_meant()
    {
        var web = Subject("web-1", ("role", "web"));
        var refused = Assert.IsType<PushPlanning.Invalid>(PushPlan.Make(Request("role=db"), [web, Subject("web-2")], Context));
        Assert.Equal("web-2", Assert.Single(refused.Undecided).Name);
    }

    [Theory]
    [InlineData(RunMode.Override, null, 0, "at least one run-list item")]
    [InlineData(RunMode.Named, null, 0, "--named-run-list NAME")]
    [InlineData(RunMode.Named, "base", 1, "no run-list items beside --mode")]
    [InlineData(RunMode.Full, null, 1, "no run-list items beside --mode")]
    [InlineData(RunMode.Full, "base", 0, "goes with --mode named")]
    [InlineData(RunMode.Named, "-x", 0, "a letter, digit or '_' first")]
    public void Mode_and_items_must_fit(RunMode mode, string? named, int items, string expected)
    {
        var request = Request("web-1") with { Mode = mode, NamedRunList = named, Items = [.. Enumerable.Repeat("nginx", items)] };
        Assert.Contains(expected, Assert.IsType<PushPlanning.Invalid>(Make(request, "web-1")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_named_run_list_needs_no_mode()
    {
        var command = Ready(Request("web-1") with { Items = [], NamedRunList = "base" }, "web-1").Rollout.Plan.Command;
        Assert.Equal((RunMode.Named, "base"), (command.Mode, command.NamedRunList));
    }

    [Fact]
    public void Replacing_stored_run_lists_needs_its_word()
    {
        var request = Request("web-1") with { Mode = RunMode.Replace };
        Assert.IsType<PushPlanning.Unconfirmed>(Make(request, "web-1"));
        Assert.IsType<PushPlanning.Ready>(Make(request with { MayReplace = true }, "web-1"));
    }

    [Theory]
    [InlineData("""{"run_list":["recipe[x]"]}""")]
    [InlineData("""{"policy_group":"prod"}""")]
    [InlineData("""["no object"]""")]
    public void Attributes_bring_no_run_list_and_move_no_node(string json)
    {
        Assert.IsType<PushPlanning.Invalid>(Make(Request("web-1") with { Attributes = JsonSerializer.Deserialize<JsonElement>(json) }, "web-1"));
    }

    [Theory]
    [InlineData("web-*", true)]
    [InlineData("not (web-1 or db-*)", true)]
    [InlineData("web-* and role=web", false)]
    [InlineData("has(role)", false)]
    public void Facts_are_read_only_when_they_decide(string target, bool namesDecide)
    {
        Assert.Equal(namesDecide, TargetFacts.NamesDecide(TargetParser.Parse(target)));
    }

    private static PushPlanning.Ready Ready(PushRequest request, params string[] names) => Assert.IsType<PushPlanning.Ready>(Make(request, names));

    private static PushPlanning Make(PushRequest request, params string[] names) => PushPlan.Make(request, names.Select(n => Subject(n)), Context);

    private static TargetSubject Subject(string name, params (string Key, string Value)[] facts) =>
        new(name, facts.ToDictionary(f => f.Key, FactValue (f) => new FactValue.Text(f.Value)), new Dictionary<string, string>());

    private static PushRequest Request(string target) => new()
    {
        Items = ["nginx"],
        Target = TargetParser.Parse(target),
        TargetText = target,
        Parallel = 50,
        RunTimeout = TimeSpan.FromMinutes(30),
        LockWait = TimeSpan.FromMinutes(10),
        AcceptWithin = TimeSpan.FromMinutes(10),
        Grace = TimeSpan.FromMinutes(2),
    };
}
