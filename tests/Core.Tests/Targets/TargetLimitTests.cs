using ChefActors.Core.Targets;

namespace ChefActors.Core.Tests.Targets;

public sealed class TargetLimitTests
{
    private static readonly string[] Names = [.. Enumerable.Range(1, 200).Select(i => $"web-{i}")];

    [Theory]
    [InlineData("1", 200, 1)]
    [InlineData("500", 200, 200)]
    [InlineData("1%", 200, 2)]
    [InlineData("1%", 201, 3)]
    [InlineData("100%", 7, 7)]
    [InlineData("5%", 0, 0)]
    public void A_share_is_rounded_up_and_a_number_never_exceeds_the_targets(string text, int total, int expected) =>
        Assert.Equal(expected, Limit(text).CountOf(total));

    [Theory]
    [InlineData("0")]
    [InlineData("0%")]
    [InlineData("101%")]
    [InlineData("-1")]
    [InlineData("1.5%")]
    [InlineData("")]
    [InlineData("%")]
    [InlineData("99999999999")]
    [InlineData(" 5")]
    public void What_is_no_limit_is_refused_and_named(string text)
    {
        Assert.False(TargetLimit.TryParse(text, out _, out var error));
        Assert.StartsWith($"found '{text}'", error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_choice_depends_on_names_and_seed_alone()
    {
        var some = Limit("10").Take(Names, 42);
        Assert.Equal(some, Limit("10").Take([.. Names.Reverse()], 42));
        Assert.NotEqual(some, Limit("10").Take(Names, 43));
        Assert.Equal(some.Order(StringComparer.Ordinal), some);
    }

    [Fact]
    public void A_larger_limit_keeps_what_a_smaller_one_took() =>
        Assert.Subset(Limit("30%").Take(Names, 7).ToHashSet(), Limit("10%").Take(Names, 7).ToHashSet());

    [Fact]
    public void Over_many_seeds_every_name_is_taken_about_as_often()
    {
        var counts = Names.ToDictionary(n => n, _ => 0);
        for (ulong seed = 0; seed < 1000; seed++)
        {
            foreach (var name in Limit("10%").Take(Names, seed)) counts[name]++;
        }

        Assert.All(counts.Values, count => Assert.InRange(count, 50, 150));
    }

    private static TargetLimit Limit(string text)
    {
        Assert.True(TargetLimit.TryParse(text, out var limit, out var error), error);
        return limit;
    }
}
