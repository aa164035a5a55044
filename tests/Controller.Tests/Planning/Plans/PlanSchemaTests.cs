using System.Text;
using System.Text.Json;
using ChefActors.Controller.Planning.Plans;
using ChefActors.Testing;
using Json.Schema;

namespace ChefActors.Controller.Tests.Planning.Plans;

/// <summary>docs/plan.schema.json, for editors, and the reader say the same.</summary>
public sealed class PlanSchemaTests
{
    private static readonly string Text = File.ReadAllText(Repository.PathOf("docs", "plan.schema.json"));

    private static readonly JsonSchema Schema = JsonSchema.FromText(Text);

    private static readonly (string At, IReadOnlyList<string> Keys)[] Groups =
    [
        ("", PlanKeys.Plan),
        ("$defs/command", PlanKeys.Command),
        ("$defs/restart", PlanKeys.Restart),
        ("$defs/wave", PlanKeys.Wave),
        ("$defs/halt", PlanKeys.Halt),
        ("$defs/halt/properties/wave", PlanKeys.HaltWave),
        ("$defs/halt/properties/total", PlanKeys.HaltTotal),
        ("$defs/events", PlanKeys.HaltEvents),
        ("$defs/anomaly", PlanKeys.HaltAnomaly),
        ("$defs/pace", PlanKeys.Pace),
        ("$defs/rollback", PlanKeys.Rollback),
        ("$defs/notify", PlanKeys.Notify),
    ];

    public static TheoryData<string> Examples => [.. PlanSamples.Examples.Select(e => Path.GetFileName(e))];

    [Fact]
    public void Both_have_the_same_keys_and_no_others()
    {
        using var schema = JsonDocument.Parse(Text);
        foreach (var (at, keys) in Groups)
        {
            var group = at.Split('/', StringSplitOptions.RemoveEmptyEntries).Aggregate(schema.RootElement, (element, key) => element.GetProperty(key));
            Assert.Equal(keys.Order(StringComparer.Ordinal), group.GetProperty("properties").EnumerateObject().Select(p => p.Name).Order(StringComparer.Ordinal));
            Assert.False(group.GetProperty("additionalProperties").GetBoolean());
        }
    }

    [Fact]
    public void The_example_of_everything_has_every_key()
    {
        using var plan = JsonDocument.Parse(Json(File.ReadAllText(PlanSamples.Example("everything.yaml"))));
        var shown = new HashSet<string>(KeysOf(plan.RootElement), StringComparer.Ordinal);

        // A named run-list, a restart and a query have plans of their own, as they go with no run-list.
        Assert.Equal(["expect_version", "named_run_list", "query", "restart"], Groups.SelectMany(g => g.Keys).Where(k => !shown.Contains(k)).Distinct().Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void The_examples_are_valid(string name) => Assert.True(IsValid(File.ReadAllText(PlanSamples.Example(name))));

    [Theory]
    [InlineData("atempts: 2")]
    [InlineData("attempts: 4")]
    [InlineData("order: shuffle")]
    [InlineData("offline: wait")]
    [InlineData("grace: 5")]
    [InlineData("halt: {wave: {failures: 0}}")]
    [InlineData("halt: {total: {failures: 0%}}")]
    [InlineData("halt: {total: {failure: 3}}")]
    [InlineData("halt: {events: {severity: critical}}")]
    [InlineData("halt: {anomaly: {resources_updated: 1x}}")]
    [InlineData("pace: {runs_per_minute: 300}")]
    [InlineData("rollback: {when: manual}")]
    [InlineData("notify: {url: hooks.example.com}")]
    public void What_the_reader_refuses_by_its_form_the_schema_refuses_too(string line)
    {
        const string plan = "command: {run_list: [x]}\ntarget: w\nwaves: [{nodes: 1}, {nodes: rest}]\n";
        Assert.True(IsValid(plan));
        Assert.IsType<PlanReading.Faulty>(PlanSamples.Read(plan + line));
        Assert.False(IsValid(plan + line));
    }

    [Theory]
    [InlineData("{}", true)]
    [InlineData("{expect_version: 0.2.0}", true)]
    [InlineData("{expect_version: 0.2}", true)]
    [InlineData("{expect_version: 1 2}", false)]
    [InlineData("{force: true}", false)]
    public void Both_say_the_same_of_a_restart(string asked, bool holds)
    {
        var plan = $"command: {{restart: {asked}}}\ntarget: w\nwaves: [{{nodes: rest}}]\n";
        Assert.Equal(holds, PlanSamples.Read(plan) is not PlanReading.Faulty);
        Assert.Equal(holds, IsValid(plan));
    }

    private static bool IsValid(string yaml)
    {
        using var plan = JsonDocument.Parse(Json(yaml));
        return Schema.Evaluate(plan.RootElement).IsValid;
    }

    private static string Json(string yaml)
    {
        var faults = new PlanFaults();
        var root = PlanYaml.Read(Encoding.UTF8.GetBytes(yaml), faults);
        Assert.True(faults.None && root is not null);
        return PlanJson.Of(root)!.Value.GetRawText();
    }

    private static IEnumerable<string> KeysOf(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(p => KeysOf(p.Value).Prepend(p.Name)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(KeysOf),
        _ => [],
    };
}
