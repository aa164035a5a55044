using ChefActors.NodeHost.Watching;

namespace ChefActors.NodeHost.Tests.Watching;

public sealed class InboxDiffTests
{
    [Theory]
    [InlineData("", "", "", "")]
    [InlineData("", "b a", "a b", "")]
    [InlineData("a b", "", "", "a b")]
    [InlineData("a b c", "c d a", "d", "b")]
    [InlineData("a", "a", "", "")]
    public void What_came_and_went_is_told_in_order(string known, string listed, string come, string gone)
    {
        var diff = InboxDiff.Of(Names(known).ToHashSet(StringComparer.Ordinal), Names(listed));
        Assert.Equal(Names(come), diff.Come);
        Assert.Equal(Names(gone), diff.Gone);
    }

    private static string[] Names(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
