using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using ChefActors.Core.Configuration;

namespace ChefActors.Core.Tests.Configuration;

public sealed class HoconReaderTests
{
    [Theory]
    [InlineData("chefactors.a = x")]
    [InlineData("chefactors { a = x }")]
    [InlineData("{ chefactors { a : x, } }")]
    [InlineData("chefactors {\n  a = x # why\n}")]
    [InlineData("chefactors {\r\n  a = x // why\r\n}\r\n")]
    [InlineData("chefactors.a = \"x\"")]
    [InlineData("chefactors.a = \"\"\"x\"\"\"")]
    [InlineData("chefactors.a = \"\\u0078\"")]
    [InlineData("\"chefactors\".\"a\" = x")]
    [InlineData("chefactors.a =\n  x")]
    [InlineData("chefactors.a = y\nchefactors { a = x }")]
    [InlineData("chefactors { a { b = 1 } }\nchefactors.a = x")]
    [InlineData("# only\n\nchefactors = { a = x }")]
    public void Every_way_to_write_a_key_gives_the_same(string text)
    {
        var reader = SettingsFixture.Read(text);
        Assert.Equal("x", reader.Text("chefactors.a"));
        Assert.Empty(reader.Finish());
    }

    [Theory]
    [InlineData("10 s", "10 s")]
    [InlineData("/var/lib/chef-actors/%h", "/var/lib/chef-actors/%h")]
    [InlineData("\"a: b, {c} # $ \\\\ \\\"q\\\"\\n\"", "a: b, {c} # $ \\ \"q\"\n")]
    [InlineData("\"\"\"raw \\ \"one\" \n two\"\"\"", "raw \\ \"one\" \n two")]
    [InlineData("a \"b\" c   # comment", "a b c")]
    public void A_value_is_read_as_written(string written, string value) =>
        Assert.Equal(value, SettingsFixture.Read("chefactors.a = " + written).Text("chefactors.a"));

    [Theory]
    [InlineData("chefactors { a = 1", 1, 19, "the end of the text")]
    [InlineData("chefactors {\n  a = 1 }}", 2, 10, "'}'")]
    [InlineData("chefactors.a = \"x", 1, 18, "the end of the text")]
    [InlineData("chefactors.a = [1, 2", 1, 21, "the end of the text")]
    [InlineData("chefactors.a = zk1:2181", 1, 19, "':'")]
    [InlineData("chefactors.a = http://x", 1, 20, "':'")]
    [InlineData("chefactors.a = x//y", 1, 17, "'/'")]
    [InlineData("chefactors.a = = 2", 1, 16, "'='")]
    [InlineData("chefactors.a =", 1, 15, "the end of the text")]
    [InlineData("hello world", 1, 7, "'w'")]
    [InlineData("\nchefactors..a = 1", 2, 12, "'.'")]
    [InlineData("include \"other.conf\"", 1, 9, "'\"'")]
    [InlineData("chefactors.a += 1", 1, 14, "'+'")]
    [InlineData("chefactors.a = null", 1, 20, "null")]
    [InlineData("chefactors.a = ${chefactors.b}", 1, 28, "'.'")]
    [InlineData("chefactors.a = ${NAME}", 1, 23, "${NAME}, which is not set")]
    [InlineData("chefactors.a = [1] [2]", 1, 20, "'['")]
    [InlineData("chefactors.a = \"\\x\"", 1, 18, "'x'")]
    public void What_is_no_such_HOCON_is_refused_with_line_and_column(string text, int line, int column, string found)
    {
        var error = SettingsFixture.Refused(text);
        Assert.Equal($"reference line {line} column {column}", error.Key);
        Assert.Equal(found, error.Found);
    }

    [Theory]
    [InlineData("chefactors.a = ", "[", "at most 32 levels")]
    [InlineData("chefactors ", "{a", "at most 32 levels")]
    [InlineData("chefactors.", "a.", "at most 32 parts in a key")]
    public void Nesting_is_bounded(string start, string opening, string allowed) =>
        Assert.Equal(allowed, SettingsFixture.Refused(start + string.Concat(Enumerable.Repeat(opening, 100_000))).Allowed);

    [Property(MaxTest = 5000)]
    public Property Any_text_is_read_or_refused() => Prop.ForAll(
        Gen.Elements("chefactors", "akka", ".", "=", "{", "}", "[", "]", ",", "\n", " ", "\"", "\"\"\"", "${?X}", "${", "#", "//", "\\", "a", "\0", "é", "null").ListOf()
            .Select(string.Concat).ToArbitrary(),
        text =>
        {
            if (!SettingsSource.TryLoad(text, null, [], _ => null, out var settings, out var errors)) return errors.Count > 0;
            settings.AkkaConfig();
            return settings.Reader().Finish() is not null;
        });
}
