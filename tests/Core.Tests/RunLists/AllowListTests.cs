using ChefActors.Core.RunLists;

namespace ChefActors.Core.Tests.RunLists;

public sealed class AllowListTests
{
    [Theory]
    [InlineData("recipe[base]", "recipe[base]", true)]
    [InlineData("recipe[base]", "base::default", true)]
    [InlineData("recipe[base::default]", "base", true)]
    [InlineData("recipe[base]", "recipe[base::web]", false)]
    [InlineData("recipe[base::*]", "recipe[base]", true)]
    [InlineData("recipe[base::*]", "recipe[base::web]", true)]
    [InlineData("recipe[base::*]", "recipe[base2::web]", false)]
    [InlineData("recipe[*base]", "recipe[evil::base]", false)]
    [InlineData("recipe[base*]", "recipe[base::web]", false)]
    [InlineData("recipe[app-*::deploy]", "recipe[app-shop::deploy]", true)]
    [InlineData("recipe[*]", "recipe[any::thing]", true)]
    [InlineData("recipe[*]", "role[web]", false)]
    [InlineData("role[*]", "role[web]", true)]
    [InlineData("role[*]", "recipe[web]", false)]
    [InlineData("role[web]", "role[Web]", false)]
    [InlineData("*", "role[web]", true)]
    [InlineData("*", "recipe[a::b@1.0]", true)]
    [InlineData("base", "recipe[base]", true)]
    [InlineData("recipe[base]", "recipe[base@9.9]", true)]
    [InlineData("recipe[base@1.2]", "recipe[base@1.2.0]", true)]
    [InlineData("recipe[base@1.2]", "recipe[base@1.3]", false)]
    [InlineData("recipe[base@1.2]", "recipe[base]", false)]
    public void A_pattern_allows_what_it_names(string pattern, string text, bool expected) =>
        Assert.Equal(expected, List(pattern).Allows(Item(text)));

    [Fact]
    public void Everything_allows_all_and_an_empty_list_nothing()
    {
        Assert.True(AllowList.Everything.Allows(Item("recipe[a::b]")));
        Assert.True(AllowList.Everything.Allows(Item("role[a]")));
        Assert.Equal(Item("role[a]"), List().FirstRefused([Item("role[a]")]));
    }

    [Fact]
    public void The_first_item_that_is_not_allowed_is_named() =>
        Assert.Equal(Item("recipe[evil]"), List("recipe[base::*]", "role[*]").FirstRefused([Item("base"), Item("role[x]"), Item("evil"), Item("worse")]));

    [Theory]
    [InlineData("")]
    [InlineData("recipe[a b]")]
    [InlineData("recipe[a@*]")]
    [InlineData("role[]")]
    [InlineData("recipe[a")]
    [InlineData("recipe[a?]")]
    public void What_is_no_pattern_is_refused(string pattern)
    {
        Assert.False(AllowList.TryParse(["role[*]", pattern], out _, out var error));
        Assert.Equal(1, error.Index);
    }

    private static AllowList List(params string[] patterns)
    {
        Assert.True(AllowList.TryParse(patterns, out var list, out var error), error?.ToString());
        return list;
    }

    private static RunListItem Item(string text)
    {
        Assert.True(RunListParser.TryParse(text, out var item, out var error), error?.ToString());
        return item;
    }
}
