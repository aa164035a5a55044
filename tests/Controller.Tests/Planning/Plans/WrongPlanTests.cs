using System.Text;
using ChefActors.Controller.Planning.Plans;
using ChefActors.Testing;

namespace ChefActors.Controller.Tests.Planning.Plans;

/// <summary>
/// The table of plans that do not hold, wrong-plans.txt. A case is its lines, behind which come the keys that every plan must have and that it has
/// not; then every fault that there must be, and none else: <c>=> LINE:COLUMN | KEY | FOUND | ALLOWED</c>.
/// </summary>
public sealed class WrongPlanTests
{
    private static readonly string[] Needed = ["command: {run_list: [x]}", "target: web-*", "waves: [{nodes: rest}]"];

    private static readonly IReadOnlyDictionary<string, (string Plan, string[] Faults)> Cases = Read();

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Fact]
    public void There_are_many_of_them_and_what_they_are_completed_with_holds()
    {
        Assert.True(Cases.Count >= 60, $"{Cases.Count} cases");
        Assert.All(Cases, c => Assert.NotEmpty(c.Value.Faults));
        Assert.IsType<PlanReading.Holds>(PlanReader.Read(Encoding.UTF8.GetBytes(string.Join('\n', Needed)), null));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_wrong_plan_is_told_with_place_what_was_found_and_what_is_allowed(string name)
    {
        var (plan, faults) = Cases[name];
        Assert.Equal(faults, FaultsOf(plan));
    }

    private static string[] FaultsOf(string plan) =>
        PlanReader.Read(Encoding.UTF8.GetBytes(plan), file => throw new FileNotFoundException("not there: " + file)) is PlanReading.Faulty faulty
            ? [.. faulty.Faults.Select(f => $"=> {f.At} | {f.Key} | {f.Found} | {f.Allowed}")]
            : [];

    private static Dictionary<string, (string Plan, string[] Faults)> Read()
    {
        var cases = new Dictionary<string, (string, string[])>(StringComparer.Ordinal);
        foreach (var part in File.ReadAllText(Repository.PathOf("tests", "Controller.Tests", "Planning", "Plans", "wrong-plans.txt")).Split("### ", StringSplitOptions.RemoveEmptyEntries))
        {
            var lines = part.TrimEnd('\n').Split('\n');
            var plan = lines.Skip(1).Where(l => !l.StartsWith("=> ", StringComparison.Ordinal)).ToList();
            var isMapping = plan.Any(l => l.Contains(": ", StringComparison.Ordinal) || l.EndsWith(':')) && !plan.Any(l => l.StartsWith("- ", StringComparison.Ordinal));
            if (isMapping) plan.AddRange(Needed.Where(n => !plan.Any(l => l.StartsWith(n[..n.IndexOf(':', StringComparison.Ordinal)] + ":", StringComparison.Ordinal))));
            cases.Add(lines[0], (string.Join('\n', plan), [.. lines.Where(l => l.StartsWith("=> ", StringComparison.Ordinal))]));
        }

        return cases;
    }
}
