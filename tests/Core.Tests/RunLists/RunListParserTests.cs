using ChefActors.Core.RunLists;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace ChefActors.Core.Tests.RunLists;

public sealed class RunListParserTests
{
    [Theory]
    [InlineData("recipe[cookbook_c]", "recipe[cookbook_c]")]
    [InlineData("recipe[base::web]", "recipe[base::web]")]
    [InlineData("recipe[base@1.2]", "recipe[base@1.2]")]
    [InlineData("recipe[base::web@1.2.3]", "recipe[base::web@1.2.3]")]
    [InlineData("role[web-front]", "role[web-front]")]
    [InlineData("base", "recipe[base]")]
    [InlineData("base::web", "recipe[base::web]")]
    [InlineData("role", "recipe[role]")]
    [InlineData("_x.y-1::default", "recipe[_x.y-1::default]")]
    public void Chefs_forms_are_read_and_printed_canonically(string text, string canonical)
    {
        Assert.True(RunListParser.TryParse(text, out var item, out var error), error?.ToString());
        Assert.Equal(canonical, item.ToString());
        Assert.True(RunListParser.TryParse(canonical, out var again, out _));
        Assert.Equal(item, again);
    }

    [Theory]
    [InlineData("", "an empty text")]
    [InlineData(null, "null")]
    [InlineData("a,b", "a comma")]
    [InlineData("recipe[a],recipe[b]", "the bracket ']'")]
    [InlineData("recipe[a]recipe[b]", "the bracket ']'")]
    [InlineData("a b", "a space")]
    [InlineData(" a", "a space")]
    [InlineData("a\n", "U+000A")]
    [InlineData("recipe[a\0]", "U+0000")]
    [InlineData("a;reboot", "';'")]
    [InlineData("$(id)", "'$'")]
    [InlineData("recipe[`id`]", "the quote `")]
    [InlineData("recipe['a']", "the quote '")]
    [InlineData("a|b", "'|'")]
    [InlineData("a&b", "'&'")]
    [InlineData("../etc", "'.' at the beginning")]
    [InlineData("a..b", "'..'")]
    [InlineData("a/b", "'/'")]
    [InlineData("-o", "'-' at the beginning")]
    [InlineData("--config=x", "'-' at the beginning")]
    [InlineData("recipe[-a]", "'-' at the beginning")]
    [InlineData("recipe[.a]", "'.' at the beginning")]
    [InlineData("recipe[a::-b]", "'-' at the beginning")]
    [InlineData("recipe[]", "an empty name")]
    [InlineData("recipe[a::]", "an empty name")]
    [InlineData("recipe[::a]", "an empty name")]
    [InlineData("recipe[a::b::c]", "':'")]
    [InlineData("recipe[a:b]", "':'")]
    [InlineData("recipe[a", "the bracket '['")]
    [InlineData("Recipe[a]", "the bracket '['")]
    [InlineData("policy[a]", "the bracket '['")]
    [InlineData("role[a@1.0]", "'@'")]
    [InlineData("role[a::b]", "':'")]
    [InlineData("a@1.0", "'@'")]
    [InlineData("recipe[a@]", "the version ''")]
    [InlineData("recipe[a@1]", "the version '1'")]
    [InlineData("recipe[a@1.2.3.4]", "the version '1.2.3.4'")]
    [InlineData("recipe[a@1.x]", "the version '1.x'")]
    [InlineData("recipe[a@>=1.0]", "the version")]
    [InlineData("recipe[a@1.0@2.0]", "the version")]
    [InlineData("recipe[é]", "U+00E9")]
    [InlineData("recipe[а]", "U+0430")]
    public void Everything_else_is_refused_and_says_what_was_found(string? text, string found)
    {
        Assert.False(RunListParser.TryParse(text, out _, out var error));
        Assert.Contains(found, error.Found, StringComparison.Ordinal);
        Assert.NotEmpty(error.Allowed);
    }

    [Fact]
    public void An_item_is_at_most_512_characters_long()
    {
        Assert.True(RunListParser.TryParse(new string('a', 512), out _, out _));
        Assert.False(RunListParser.TryParse(new string('a', 513), out _, out var error));
        Assert.Equal("an item of 513 characters", error.Found);
    }

    [Fact]
    public void A_list_has_from_1_to_256_items_and_the_bad_one_is_named()
    {
        Assert.True(RunListParser.TryParseAll([.. Enumerable.Repeat("a", 256)], out var items, out _));
        Assert.Equal(256, items.Count);
        Assert.False(RunListParser.TryParseAll([.. Enumerable.Repeat("a", 257)], out _, out var tooMany));
        Assert.Equal("257 items", tooMany.Found);
        Assert.False(RunListParser.TryParseAll([], out _, out var none));
        Assert.Equal("no item", none.Found);
        Assert.False(RunListParser.TryParseAll(["a", "b;c"], out _, out var bad));
        Assert.StartsWith("item 2: found ';' in 'b;c'", bad.ToString(), StringComparison.Ordinal);
    }

    [Property(MaxTest = 5000)]
    public Property What_passes_holds_nothing_that_a_shell_or_chef_reads_as_more() => Prop.ForAll(
        Gen.Elements("recipe[", "role[", "]", "a", "b.c", "..", "::", ":", "@", "1.2", "-", ",", " ", ";", "$(", "'", "\n", "é", "*").ListOf().Select(string.Concat).ToArbitrary(),
        text =>
        {
            if (!RunListParser.TryParse(text, out var item, out _)) return true;
            var printed = item.ToString();
            var inner = printed[(printed.IndexOf('[', StringComparison.Ordinal) + 1)..^1];
            return inner.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-' or ':' or '@')
                && inner[0] is not ('-' or '.')
                && !inner.Contains("..", StringComparison.Ordinal)
                && RunListParser.TryParse(printed, out var again, out _)
                && again == item;
        });
}
