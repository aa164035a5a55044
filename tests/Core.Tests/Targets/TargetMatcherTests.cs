using ChefActors.Core.Targets;

namespace ChefActors.Core.Tests.Targets;

public sealed class TargetMatcherTests
{
    private static readonly TargetSubject Web = new(
        "web-1.example.com",
        new Dictionary<string, FactValue>
        {
            ["env"] = new FactValue.Text("prod"),
            ["cpus"] = new FactValue.Number(8),
            ["chef_version"] = new FactValue.Text("18.10.2"),
            ["kernel"] = new FactValue.Text("5.15.0-91-generic"),
            ["location"] = new FactValue.Text("kr/seoul/prod/web"),
            ["roles"] = new FactValue.TextList(["base", "web-front"]),
            ["offset"] = new FactValue.Text("-5"),
        },
        new Dictionary<string, string> { ["role"] = "web", ["env"] = "tagged", ["rack"] = "12" });

    [Theory]
    [InlineData("web-*", Truth.True)]
    [InlineData("web-1", Truth.False)]
    [InlineData("name=web-1.example.com", Truth.True)]
    [InlineData("env=prod", Truth.True)]
    [InlineData("env=Prod", Truth.False)]
    [InlineData("env=tagged", Truth.False)]
    [InlineData("tag.env=tagged", Truth.True)]
    [InlineData("role=web", Truth.True)]
    [InlineData("tag.role=web", Truth.True)]
    [InlineData("tag.cpus=8", Truth.Unknown)]
    [InlineData("rack>9", Truth.True)]
    [InlineData("cpus=8", Truth.True)]
    [InlineData("cpus=8.0", Truth.True)]
    [InlineData("cpus!=eight", Truth.True)]
    [InlineData("cpus>=8", Truth.True)]
    [InlineData("cpus<8", Truth.False)]
    [InlineData("cpus<16", Truth.True)]
    [InlineData("cpus~8*", Truth.True)]
    [InlineData("cpus<8.0.1", Truth.True)]
    [InlineData("chef_version>18.9", Truth.True)]
    [InlineData("chef_version>=18.10.2.0", Truth.True)]
    [InlineData("chef_version<=18.10", Truth.False)]
    [InlineData("chef_version<100", Truth.True)]
    [InlineData("kernel>=5.15", Truth.True)]
    [InlineData("kernel<5.15.0-101-generic", Truth.True)]
    [InlineData("env<5", Truth.Unknown)]
    [InlineData("roles>5", Truth.Unknown)]
    [InlineData("offset<0", Truth.True)]
    [InlineData("offset>-10", Truth.True)]
    [InlineData("roles=base", Truth.True)]
    [InlineData("roles!=base", Truth.False)]
    [InlineData("roles~web-*", Truth.True)]
    [InlineData("roles in (db, base)", Truth.True)]
    [InlineData("env in (test, stage)", Truth.False)]
    [InlineData("location~kr/*", Truth.False)]
    [InlineData("location~kr/**", Truth.True)]
    [InlineData("location~**/prod/*", Truth.True)]
    [InlineData("zone=a", Truth.Unknown)]
    [InlineData("not zone=a", Truth.Unknown)]
    [InlineData("zone!=a", Truth.Unknown)]
    [InlineData("zone in (a)", Truth.Unknown)]
    [InlineData("zone=a and env=test", Truth.False)]
    [InlineData("zone=a or env=prod", Truth.True)]
    [InlineData("has(zone)", Truth.False)]
    [InlineData("not has(zone)", Truth.True)]
    [InlineData("has(tag.rack) and has(cpus)", Truth.True)]
    public void A_node_is_meant_or_not_or_it_is_not_known(string target, Truth expected) =>
        Assert.Equal(expected, new TargetMatcher(TargetParser.Parse(target)).Match(Web));

    [Fact]
    public void A_file_of_names_matches_exact_names_and_globs()
    {
        var matcher = new TargetMatcher(TargetParser.Parse("@f", _ => ["a", "b-*"]));
        Assert.Equal([Truth.True, Truth.True, Truth.False], new[] { "a", "b-1", "b" }.Select(n => matcher.Match(Node(n))));
    }

    [Fact]
    public void Resolving_lists_the_undecided_with_the_keys_they_lack()
    {
        var resolution = new TargetMatcher(TargetParser.Parse("not zone=b and rank>1"))
            .Resolve([Node("n3"), Node("n2", ("zone", "a"), ("rank", "2")), Node("n1", ("zone", "a"), ("rank", "2")), Node("n4", ("zone", "b"))]);
        Assert.Equal(["n1", "n2"], resolution.Targeted);
        var undecided = Assert.Single(resolution.Undecided);
        Assert.Equal("n3", undecided.Name);
        Assert.Equal(["rank", "zone"], undecided.Keys);
        Assert.Null(resolution.Refusal);
    }

    [Fact]
    public void A_target_that_matches_nothing_is_refused_and_says_what_is_missing()
    {
        var resolution = new TargetMatcher(TargetParser.Parse("zone=a")).Resolve([Node("n1"), Node("n2", ("zone", "b"))]);
        Assert.Equal("the target 'zone=a' matches none of 2 nodes; 1 cannot be decided for want of: zone", resolution.Refusal);
    }

    private static TargetSubject Node(string name, params (string Key, string Value)[] tags) =>
        new(name, new Dictionary<string, FactValue>(), tags.ToDictionary(t => t.Key, t => t.Value));
}
