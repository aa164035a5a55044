using System.Xml.Linq;

namespace ChefActors.Architecture.Tests;

/// <summary>Which project knows which, and which package: read from the project files.</summary>
public sealed class ProjectArrowTests
{
    [Theory]
    [InlineData("ZooKeeper")]
    [InlineData("ZooKeeper.Embedded", "ZooKeeper")]
    [InlineData("Core", "ZooKeeper")]
    [InlineData("NodeHost", "Core")]
    [InlineData("Controller", "Core", "ZooKeeper.Embedded")]
    [InlineData("ChefStandIn")]
    public void A_project_refers_to_these_and_no_others(string project, params string[] others) =>
        Assert.Equal(others, References(project));

    [Fact]
    public void Every_project_of_src_has_its_arrows_here()
    {
        string[] known = ["ChefStandIn", "Controller", "Core", "NodeHost", "ZooKeeper", "ZooKeeper.Embedded"];
        Assert.Equal(known, SourceTree.Files("src", "*.csproj").Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("ZooKeeper")]
    [InlineData("ZooKeeper.Embedded")]
    public void The_client_and_the_embedded_server_need_a_logging_interface_and_nothing_else(string project) =>
        Assert.Equal(["Microsoft.Extensions.Logging.Abstractions"], Packages(project));

    [Fact]
    public void The_stand_in_for_chef_client_needs_no_package() => Assert.Empty(Packages("ChefStandIn"));

    [Fact]
    public void ZooKeeper_is_the_only_wire_so_no_remoting_and_no_cluster_is_there()
    {
        string[] wires = ["Akka.Remote", "Akka.Cluster", "Akka.Serialization", "ZooKeeperNetEx"];
        SourceTree.None(
            SourceTree.Files("src", "packages.lock.json").Concat(SourceTree.Files("src", "*.csproj")).Append("Directory.Packages.props")
                .SelectMany(file => wires.Where(wire => SourceTree.Text(file).Contains('"' + wire, StringComparison.Ordinal)).Select(wire => $"{file}: {wire}")),
            "packages that have no place here");
    }

    [Fact]
    public void Core_and_the_programs_see_only_what_the_client_and_the_embedded_server_publish()
    {
        string[] strangers = ["ChefActors.Core", "ChefActors.NodeHost", "ChefActors.Controller", "chefactors", "chefactors-node"];
        SourceTree.None(
            new[] { "ZooKeeper", "ZooKeeper.Embedded", "Core" }.SelectMany(project => Friends(project).Intersect(strangers, StringComparer.Ordinal).Select(f => $"{project} shows its internals to {f}")),
            "internals are for tests and, of the codec, for the embedded server");
    }

    [Fact]
    public void Versions_stand_in_one_place() =>
        SourceTree.None(
            SourceTree.Files("src", "*.csproj").Concat(SourceTree.Files("tests", "*.csproj"))
                .Where(file => XDocument.Parse(SourceTree.Text(file)).Descendants("PackageReference").Any(p => p.Attribute("Version") is not null)),
            "versions belong into Directory.Packages.props");

    private static string[] References(string project) =>
        [.. Items(project, "ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path.Replace('\\', '/'))).Order(StringComparer.Ordinal)];

    /// <summary>Packages that come along at run time: analyzers do not.</summary>
    private static string[] Packages(string project) =>
    [
        .. Document(project).Descendants("PackageReference").Where(p => (string?)p.Attribute("PrivateAssets") != "all").Select(p => (string)p.Attribute("Include")!).Order(StringComparer.Ordinal),
    ];

    private static IEnumerable<string> Friends(string project) => Items(project, "InternalsVisibleTo");

    private static IEnumerable<string> Items(string project, string kind) => Document(project).Descendants(kind).Select(item => (string)item.Attribute("Include")!);

    private static XDocument Document(string project) => XDocument.Parse(SourceTree.Text($"src/{project}/{project}.csproj"));
}
