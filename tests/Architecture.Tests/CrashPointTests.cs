using ChefActors.Controller.Dispatching;
using ChefActors.NodeHost;

namespace ChefActors.Architecture.Tests;

/// <summary>
/// docs/invariants.md names every point at which a node host or a controller can be killed, with what is promised and the test that breaks; and every transaction
/// with its operations. Both are held to the closed lists in the code: a new point or operation fails here until it is promised and tested.
/// </summary>
public sealed class CrashPointTests
{
    private const string Document = "docs/invariants.md";

    /// <summary>In a row's cell of tests: the point is reached in virtual time alone.</summary>
    private const string VirtualOnly = "(virtual time alone)";

    public static TheoryData<string, string> Points()
    {
        var points = new TheoryData<string, string>();
        foreach (var work in Enum.GetNames<CrashWork>()) points.Add("### Points of the node host", work);
        foreach (var kind in Enum.GetNames<WriteKind>()) points.Add("### Points of the controller", kind);
        return points;
    }

    [Theory]
    [MemberData(nameof(Points))]
    public void Every_crash_point_is_promised_and_tested(string section, string point)
    {
        var cells = Row(section, point);
        Assert.Equal(4, cells.Length);
        Assert.All(cells, cell => Assert.NotEqual("", cell));
        Assert.Matches("`[A-Z][a-z]*(?:_[A-Za-z0-9]+){3,}`", cells[3]);
        if (cells[3].Contains(VirtualOnly, StringComparison.Ordinal)) return;
        var tests = string.Concat(SourceTree.Files("tests/Integration.Tests", "*.cs").Select(SourceTree.Text));
        foreach (var when in (string[])["before", "after"])
            Assert.True(tests.Contains($"\"{point}.{when}\"", StringComparison.Ordinal), $"no test in tests/Integration.Tests kills a process at {point}.{when}");
    }

    [Fact]
    public void Only_points_that_there_are_are_documented()
    {
        var known = Enum.GetNames<CrashWork>().Concat(Enum.GetNames<WriteKind>()).ToHashSet(StringComparer.Ordinal);
        SourceTree.None(Section("### Points of the node host").Concat(Section("### Points of the controller")).Select(cells => cells[0].Trim('`')).Where(name => !known.Contains(name)), "no such point");
    }

    [Fact]
    public void The_names_of_the_points_are_the_closed_lists()
    {
        Assert.Equal(2 * Enum.GetNames<CrashWork>().Length, NodeHost.CrashPoint.Names.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(2 * Enum.GetNames<WriteKind>().Length, Controller.Dispatching.CrashPoint.Names.Distinct(StringComparer.Ordinal).Count());
        Assert.NotNull(NodeHost.CrashPoint.Objection("Claim.befor"));
        Assert.Null(NodeHost.CrashPoint.Objection("Claim.before"));
        Assert.False(Controller.Dispatching.CrashPoint.TryParse("Dispatch.0.before", out _, out _));
        Assert.True(Controller.Dispatching.CrashPoint.TryParse("Dispatch.2.before", out _, out _));
    }

    [Fact]
    public void Every_transaction_of_the_code_is_documented_with_its_operations()
    {
        Assert.Equal(DeliveryOperations.Methods.Order(StringComparer.Ordinal), DeliveryOperations.All.Keys.Order(StringComparer.Ordinal));
        var documented = Section("### Transactions").ToDictionary(cells => cells[0].Trim('`'), cells => cells[1], StringComparer.Ordinal);
        SourceTree.None(
            DeliveryOperations.All.Where(list => documented.GetValueOrDefault(list.Key) != list.Value).Select(list => $"| `{list.Key}` | {list.Value} |"),
            $"{Document} says otherwise than the code; the code says");
        SourceTree.None(documented.Keys.Except(DeliveryOperations.All.Keys, StringComparer.Ordinal), "no such transaction");
    }

    private static string[] Row(string section, string point) =>
        Assert.Single(Section(section), cells => cells[0] == $"`{point}`");

    /// <summary>The rows of a section's table, without its head.</summary>
    private static IEnumerable<string[]> Section(string heading) =>
        SourceTree.Lines(Document).SkipWhile(line => line != heading).Skip(1).TakeWhile(line => !line.StartsWith('#'))
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal)).Select(line => line.Trim('|').Split('|').Select(cell => cell.Trim()).ToArray());
}
