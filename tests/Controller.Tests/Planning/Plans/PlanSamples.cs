using System.Text;
using ChefActors.Controller.Planning;
using ChefActors.Controller.Planning.Plans;
using ChefActors.Core.Targets;
using ChefActors.Testing;

namespace ChefActors.Controller.Tests.Planning.Plans;

/// <summary>Plans and fleets for tests.</summary>
internal static class PlanSamples
{
    public static readonly PlanContext Context = new("01ID", "c1", "alice@ops1", new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    public static PlanReading Read(string yaml) => PlanReader.Read(Encoding.UTF8.GetBytes(yaml), null);

    public static PlanDocument Plan(string yaml) => Read(yaml) switch
    {
        PlanReading.Holds holds => holds.Plan,
        PlanReading.Faulty faulty => throw new InvalidOperationException(string.Join('\n', faulty.Faults.Select(f => f.Line("plan")))),
        _ => throw new InvalidOperationException(),
    };

    /// <summary>A plan of these waves over all nodes.</summary>
    public static PlanDocument Waves(string waves, string more = "") => Plan($"command: {{run_list: [x]}}\ntarget: \"*\"\nwaves: {waves}\n{more}");

    public static PlanResolution Resolve(PlanDocument plan, params TargetSubject[] nodes) => PlanResolver.Resolve(plan, PlanFleet.Of(nodes), Context, new PlanWish());

    public static PlanResolution.Ready Ready(PlanDocument plan, params TargetSubject[] nodes) => Assert.IsType<PlanResolution.Ready>(Resolve(plan, nodes));

    public static TargetSubject Node(string name, params (string Key, string Value)[] facts) =>
        new(name, facts.ToDictionary(f => f.Key, FactValue (f) => new FactValue.Text(f.Value)), new Dictionary<string, string>());

    public static TargetSubject[] Nodes(int count, params (string Key, string Value)[] facts) => [.. Enumerable.Range(1, count).Select(n => Node($"web-{n:0000}", facts))];

    public static string Example(string name) => Repository.PathOf("docs", "examples", name);

    public static IEnumerable<string> Examples => Directory.EnumerateFiles(Repository.PathOf("docs", "examples"), "*.yaml").Order(StringComparer.Ordinal);
}
