using ChefActors.Core.Targets;

namespace ChefActors.Core.Tests.Targets;

public sealed class GlobTests
{
    [Theory]
    [InlineData("web", "web", true)]
    [InlineData("web", "Web", false)]
    [InlineData("*", "", true)]
    [InlineData("", "a", false)]
    [InlineData("a*", "a", true)]
    [InlineData("a*c", "abbc", true)]
    [InlineData("a*c", "a/c", false)]
    [InlineData("a**c", "a/b/c", true)]
    [InlineData("**/web", "kr/seoul/web", true)]
    [InlineData("*/web", "kr/seoul/web", false)]
    [InlineData("***", "a/b", true)]
    [InlineData("a?b", "axb", false)]
    [InlineData("[ab]", "a", false)]
    [InlineData("a.b", "axb", false)]
    public void A_star_stops_at_a_slash_and_two_cross_it(string pattern, string text, bool expected) =>
        Assert.Equal(expected, new Glob(pattern).IsMatch(text));

    [Fact]
    public void A_pattern_made_to_backtrack_does_not()
    {
        // A backtracking matcher would take longer than the age of the universe.
        var pattern = string.Concat(Enumerable.Repeat("*a**a", 100)) + "b";
        Assert.False(new Glob(pattern).IsMatch(new string('a', 5000)));
    }
}
