using ChefActors.Controller.Demo;
using ChefActors.Core.Nodes;

namespace ChefActors.Controller.Tests.Demo;

public sealed class DemoNodeTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(12)]
    [InlineData(200)]
    public void Any_number_of_nodes_has_names_of_its_own_and_one_that_fails(int count)
    {
        var nodes = DemoNode.Fleet(count);
        Assert.Equal(count, nodes.Select(n => n.Name).Distinct(StringComparer.Ordinal).Count());
        Assert.All(nodes, n => Assert.True(NodeName.TryParse(n.Name, out _, out _), n.Name));
        Assert.Same(nodes[^1], Assert.Single(nodes, n => n.Fails));
        Assert.All(nodes, n => Assert.InRange(n.Seconds, 1, 4));
    }

    [Fact]
    public void A_dozen_has_roles_places_and_durations_that_differ()
    {
        var nodes = DemoNode.Fleet(12);
        Assert.Equal(["web-1.demo", "web-2.demo", "app-1.demo", "db-1.demo", "web-3.demo"], nodes.Take(5).Select(n => n.Name));
        Assert.Equal(["kr/seoul/prod/web", "kr/busan/prod/web", "kr/seoul/prod/app", "kr/busan/prod/db", "kr/seoul/prod/web", "kr/busan/stage/web"], nodes.Take(6).Select(n => n.Location));
        Assert.Equal(5, nodes.Select(n => n.Seconds).Distinct().Count());
    }
}
