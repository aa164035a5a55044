using ChefActors.Core.Targets;
using static ChefActors.Core.Targets.TargetExpression;

namespace ChefActors.Core.Tests.Targets;

public sealed class TargetParserTests
{
    [Fact]
    public void And_binds_tighter_than_or_and_not_tighter_than_and()
    {
        var expected = new Or(
        [
            new And([new Comparison("env", ComparisonOperator.Equal, "prod"), new Not(new Comparison("role", ComparisonOperator.Equal, "db"))]),
            new Name("web-*"),
        ]);
        Assert.Equal(expected, TargetParser.Parse("env=prod and not role = db or web-*"));
    }

    [Fact]
    public void Parentheses_group_and_are_kept()
    {
        var expression = TargetParser.Parse("a and (b or c)");
        Assert.Equal(new And([new Name("a"), new Or([new Name("b"), new Name("c")])]), expression);
        Assert.Equal("a and (b or c)", expression.ToString());
    }

    [Theory]
    [InlineData("k=v", ComparisonOperator.Equal, "v")]
    [InlineData("k!=v", ComparisonOperator.NotEqual, "v")]
    [InlineData("k~v*", ComparisonOperator.Glob, "v*")]
    [InlineData("k<18.4", ComparisonOperator.Less, "18.4")]
    [InlineData("k <= 4", ComparisonOperator.LessOrEqual, "4")]
    [InlineData("k>'4'", ComparisonOperator.Greater, "4")]
    [InlineData("k>=-1", ComparisonOperator.GreaterOrEqual, "-1")]
    [InlineData("k='it''s \"so\"'", ComparisonOperator.Equal, "it's \"so\"")]
    [InlineData("k=\"and\"", ComparisonOperator.Equal, "and")]
    [InlineData("k=''", ComparisonOperator.Equal, "")]
    [InlineData("k=base::web", ComparisonOperator.Equal, "base::web")]
    public void Every_operator_takes_a_word_or_a_quoted_value(string text, ComparisonOperator comparison, string value) =>
        Assert.Equal(new Comparison("k", comparison, value), TargetParser.Parse(text));

    [Fact]
    public void In_has_and_the_words_of_the_grammar_as_names_when_quoted()
    {
        Assert.Equal(new In("env", ["prod", "test stage"]), TargetParser.Parse("env in (prod, 'test stage')"));
        Assert.Equal(new Has("tag.rack"), TargetParser.Parse("has(tag.rack)"));
        Assert.Equal(new Name("has"), TargetParser.Parse("has"));
        Assert.Equal(new Name("not"), TargetParser.Parse("'not'"));
        Assert.Equal(new In("in", ["a"]), TargetParser.Parse("in in (a)"));
    }

    [Theory]
    [InlineData("", 1, "the end")]
    [InlineData("   ", 4, "the end")]
    [InlineData("env=prod and", 13, "the end")]
    [InlineData("env=prod role=web", 10, "'role'")]
    [InlineData("env==prod", 4, "'=='")]
    [InlineData("cpus=>4", 5, "'=>'")]
    [InlineData("env=", 5, "the end")]
    [InlineData("env=and", 5, "'and'")]
    [InlineData("=prod", 1, "'='")]
    [InlineData("(a or b", 8, "the end")]
    [InlineData("a)", 2, "')'")]
    [InlineData("env='prod", 10, "the end")]
    [InlineData("env in prod", 8, "'prod'")]
    [InlineData("env in ()", 9, "')'")]
    [InlineData("env in (a b)", 11, "'b'")]
    [InlineData("has()", 5, "')'")]
    [InlineData("a && b", 3, "'&'")]
    [InlineData("!a", 1, "'!'")]
    [InlineData("Web-1", 1, "'Web-1'")]
    [InlineData("a AND b", 3, "'AND'")]
    [InlineData("kr/seoul/**", 1, "'kr/seoul/**'")]
    [InlineData("cpus>many", 6, "'many'")]
    [InlineData("k*y=1", 1, "'k*y'")]
    [InlineData("env=@x", 5, "'@x'")]
    [InlineData("a or @", 7, "the end")]
    [InlineData("k='a\nb'", 5, "the character U+000A")]
    [InlineData("''", 1, "''''")]
    public void An_error_names_the_column_and_what_stands_there(string text, int column, string found)
    {
        Assert.False(TargetParser.TryParse(text, null, out _, out var error));
        Assert.Equal((column, found), (error.Column, error.Found));
        Assert.NotEmpty(error.Expected);
    }

    [Fact]
    public void A_place_given_as_a_bare_word_gets_the_hint_to_use_location()
    {
        var error = Assert.Throws<TargetSyntaxException>(() => TargetParser.Parse("kr/seoul/**")).Error;
        Assert.Contains("location~kr/seoul/**", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_gives_names_and_globs_without_comments_and_empty_lines()
    {
        var expression = TargetParser.Parse("@'my nodes' and not db-1", file => file == "my nodes" ? ["# ours", "", " web-1 ", "db-*"] : []);
        Assert.Equal(new And([new NamesFromFile("my nodes", ["web-1", "db-*"]), new Not(new Name("db-1"))]), expression);
    }

    [Fact]
    public void A_bad_line_of_a_file_is_named_with_its_number()
    {
        var error = Assert.Throws<TargetSyntaxException>(() => TargetParser.Parse("a or @list", _ => ["web-1", "Web 2"])).Error;
        Assert.Equal(6, error.Column);
        Assert.Equal("'Web 2' in line 2 of '@list'", error.Found);
    }

    [Fact]
    public void A_file_that_cannot_be_read_is_an_error_at_its_column()
    {
        var error = Assert.Throws<TargetSyntaxException>(() => TargetParser.Parse("not @gone", _ => throw new FileNotFoundException("no such file"))).Error;
        Assert.Equal(5, error.Column);
        Assert.Contains("no such file", error.Found, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_without_names_and_a_file_where_none_may_be_read_are_errors()
    {
        Assert.Throws<TargetSyntaxException>(() => TargetParser.Parse("@list", _ => ["# nothing"]));
        Assert.Throws<TargetSyntaxException>(() => TargetParser.Parse("@list"));
    }

    [Fact]
    public void Nesting_is_bounded()
    {
        var deepest = new string('(', TargetParser.MaximumDepth) + "a" + new string(')', TargetParser.MaximumDepth);
        Assert.Equal(new Name("a"), TargetParser.Parse(deepest));
        Assert.False(TargetParser.TryParse("(" + deepest + ")", null, out _, out var error));
        Assert.Equal(TargetParser.MaximumDepth + 1, error.Column);
        Assert.False(TargetParser.TryParse(string.Concat(Enumerable.Repeat("not ", 4000)) + "a", null, out _, out _));
    }

    [Fact]
    public void Length_is_bounded_and_a_long_chain_is_read_and_printed_flat()
    {
        var chain = string.Join(" or ", Enumerable.Repeat("ab", TargetParser.MaximumLength / 6));
        Assert.Equal(chain, TargetParser.Parse(chain).ToString());
        Assert.False(TargetParser.TryParse(new string('a', TargetParser.MaximumLength + 1), null, out _, out var error));
        Assert.Equal(TargetParser.MaximumLength + 1, error.Column);
    }
}
