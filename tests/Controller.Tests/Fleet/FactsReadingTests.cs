using System.Text.Json;
using ChefActors.Controller.Fleet;
using ChefActors.Core.Nodes;
using ChefActors.Core.Targets;

namespace ChefActors.Controller.Tests.Fleet;

public sealed class FactsReadingTests
{
    [Theory]
    [InlineData("cpus>=4", true)]
    [InlineData("chef_version>=18.2", true)]
    [InlineData("roles=web", true)]
    [InlineData("role=front", true)]
    [InlineData("tag.role=front", true)]
    [InlineData("env=prod", true)]
    [InlineData("tag.env=staging", true)]
    [InlineData("cloud.zone=a", true)]
    [InlineData("virtual=true", true)]
    [InlineData("has(nothing)", false)]
    [InlineData("has(mixed)", false)]
    [InlineData("has(v)", false)]
    public void Targets_see_facts_as_they_stand_in_the_znode(string target, bool expected)
    {
        const string facts = """
            {"v":1,"cpus":4,"chef_version":"18.11.0","roles":["web","base"],"tags":["role=front","env=staging","plain"],
             "env":"prod","cloud":{"zone":"a"},"virtual":true,"nothing":null,"mixed":[1,{}]}
            """;
        var subject = FactsReading.Subject(NodeName.Parse("web-1"), JsonSerializer.Deserialize<JsonElement>(facts));
        Assert.Equal(expected ? Truth.True : Truth.False, new TargetMatcher(TargetParser.Parse(target)).Match(subject));
    }

    [Fact]
    public void Without_facts_only_the_name_is_known()
    {
        var subject = FactsReading.Subject(NodeName.Parse("web-1"), null);
        Assert.Equal(Truth.True, new TargetMatcher(TargetParser.Parse("web-1")).Match(subject));
        Assert.Equal(Truth.Unknown, new TargetMatcher(TargetParser.Parse("role=web")).Match(subject));
    }
}
