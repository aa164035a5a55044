using System.Text.Json;
using ChefActors.Controller.Demo;

namespace ChefActors.Controller.Tests.Demo;

public sealed class DemoScenarioTests
{
    [Fact]
    public void Only_the_failing_node_raises()
    {
        foreach (var node in DemoNode.Fleet(5))
        {
            using var json = JsonDocument.Parse(DemoScenario.Json(node, 9));
            var step = json.RootElement.GetProperty("recipes").GetProperty("webapp")[1];
            Assert.Equal(DemoScenario.FailingResource, step.GetProperty("resource").GetString());
            Assert.Equal(node.Fails, step.TryGetProperty("raise", out _));
        }
    }

    [Fact]
    public void Durations_are_those_of_the_node_and_of_the_long_run()
    {
        var node = DemoNode.Fleet(2)[1];
        using var json = JsonDocument.Parse(DemoScenario.Json(node, 12.5));
        var recipes = json.RootElement.GetProperty("recipes");
        Assert.Equal(node.Seconds, recipes.GetProperty("webapp").EnumerateArray().Sum(s => s.GetProperty("seconds").GetDouble()), 2);
        Assert.Equal(12.5, recipes.GetProperty("migration")[0].GetProperty("seconds").GetDouble());
    }

    [Theory]
    [InlineData(0.5, 6)]
    [InlineData(4, 11)]
    [InlineData(300, 90)]
    public void The_long_run_outlasts_a_restart_within_bounds(double slowestStart, int seconds) =>
        Assert.Equal(seconds, AdoptionAct.RunSeconds(TimeSpan.FromSeconds(slowestStart)));
}
