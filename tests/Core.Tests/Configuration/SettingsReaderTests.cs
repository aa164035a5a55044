using ChefActors.Core.Configuration;

namespace ChefActors.Core.Tests.Configuration;

public sealed class SettingsReaderTests
{
    [Fact]
    public void Every_kind_of_value_is_read()
    {
        var reader = SettingsFixture.Read(
            """
            chefactors {
              name = web-1, note = "", port = -1, wait = 90 s, size = 64KiB, on = yes, mode = replace
              items = [a, "b c"
                d]
              none = []
              tags { role = web, "rack.row" = "1,2" }
            }
            """);
        Assert.Equal("web-1", reader.Text("chefactors.name"));
        Assert.Null(reader.OptionalText("chefactors.note"));
        Assert.Null(reader.OptionalText("chefactors.absent"));
        Assert.Equal(-1, reader.Integer("chefactors.port", -1, 65535));
        Assert.Equal(TimeSpan.FromSeconds(90), reader.Duration("chefactors.wait", TimeSpan.Zero, TimeSpan.FromDays(1)));
        Assert.Equal(65536, reader.Size("chefactors.size", 0, 1 << 20));
        Assert.True(reader.Boolean("chefactors.on"));
        Assert.Equal("replace", reader.Choice("chefactors.mode", "override", "replace"));
        Assert.Equal(["a", "b c", "d"], reader.TextList("chefactors.items"));
        Assert.Empty(reader.TextList("chefactors.none"));
        Assert.Equal(new Dictionary<string, string> { ["role"] = "web", ["rack.row"] = "1,2" }, reader.TextMap("chefactors.tags"));
        Assert.Empty(reader.Finish());
    }

    [Fact]
    public void A_flag_can_set_a_list_and_a_map()
    {
        var reader = SettingsFixture.Read("chefactors { l = [x], m { a = 1 }, n { a = 1 } }", "chefactors.l=a, b", "chefactors.m=b=2,c=x=y", "chefactors.n.b=2");
        Assert.Equal(["a", "b"], reader.TextList("chefactors.l"));
        Assert.Equal(new Dictionary<string, string> { ["b"] = "2", ["c"] = "x=y" }, reader.TextMap("chefactors.m"));
        Assert.Equal(new Dictionary<string, string> { ["a"] = "1", ["b"] = "2" }, reader.TextMap("chefactors.n"));
    }

    [Fact]
    public void Every_wrong_value_is_named_with_what_was_found_and_what_is_allowed()
    {
        var reader = SettingsFixture.Read("chefactors {\n port = 70000\n wait = 10\n size = 1KiBB\n on = maybe\n mode = other\n list = [[a]]\n name { a = 1 }\n map = x\n empty = \"\" }");
        Assert.Equal(1, reader.Integer("chefactors.port", 1, 65535));
        Assert.Equal(TimeSpan.Zero, reader.Duration("chefactors.wait", TimeSpan.Zero, TimeSpan.FromHours(2)));
        Assert.Equal(1, reader.Size("chefactors.size", 1, 2));
        Assert.True(reader.Boolean("chefactors.on"));
        Assert.Equal("override", reader.Choice("chefactors.mode", "override", "replace"));
        Assert.Empty(reader.TextList("chefactors.list"));
        Assert.Equal("", reader.Text("chefactors.name"));
        Assert.Empty(reader.TextMap("chefactors.map"));
        Assert.Equal("", reader.Text("chefactors.empty"));
        Assert.Equal("", reader.Text("chefactors.missing"));
        Assert.Equal(
            [
                "10 wrong settings:",
                "  chefactors.port: found '70000' (reference line 2); allowed: a whole number from 1 to 65535",
                "  chefactors.wait: found '10' (reference line 3); allowed: a duration from 0s to 2h, as 500ms, 30s, 10m, 2h, 7d",
                "  chefactors.size: found '1KiBB' (reference line 4); allowed: a size from 1 to 2 bytes, as 512, 64KiB, 100MB, 1GiB",
                "  chefactors.on: found 'maybe' (reference line 5); allowed: true, false, on, off, yes, no",
                "  chefactors.mode: found 'other' (reference line 6); allowed: override, replace",
                "  chefactors.list: found a list with an item that is no text (reference line 7); allowed: a list of texts, or one text with commas",
                "  chefactors.name: found a group of keys (reference line 8); allowed: a text that is not empty",
                "  chefactors.map: found 'x' (reference line 9); allowed: KEY = VALUE, texts both, or one text KEY=VALUE,KEY=VALUE",
                "  chefactors.empty: found '' (reference line 10); allowed: a text that is not empty",
                "  chefactors.missing: found nothing; allowed: a text that is not empty",
            ],
            SettingError.Lines(reader.Finish()));
    }

    [Fact]
    public void An_unknown_key_is_an_error_with_the_nearest_known_one()
    {
        var reader = SettingsFixture.Read("chefactors { node { name = a, nmae = b }, wholly.other = 1, wait = 1s, lock { wait = 2s }, node.slot {} }");
        reader.Text("chefactors.node.name");
        reader.Duration("chefactors.lock.wait", TimeSpan.Zero, TimeSpan.MaxValue);
        Assert.Equal(
            [
                "chefactors.node.nmae: found an unknown key (reference line 1); allowed: chefactors.node.name, if that is meant; the keys of the reference",
                "chefactors.node.slot: found an unknown key (reference line 1); allowed: the keys of the reference",
                "chefactors.wholly.other: found an unknown key (reference line 1); allowed: the keys of the reference",
                "chefactors.wait: found an unknown key (reference line 1); allowed: chefactors.lock.wait, if that is meant; the keys of the reference",
            ],
            reader.Finish().Select(e => e.ToString()));
    }

    [Fact]
    public void A_value_where_a_group_belongs_is_named_and_an_empty_group_is_no_error()
    {
        var reader = SettingsFixture.Read("chefactors { node = 5, lock {} }");
        Assert.Null(reader.OptionalText("chefactors.node.name"));
        Assert.Null(reader.OptionalText("chefactors.lock.name"));
        Assert.Equal("chefactors.node: found '5' (reference line 1); allowed: a group of keys", Assert.Single(reader.Finish()).ToString());
    }

    [Fact]
    public void The_value_of_a_secret_is_never_shown()
    {
        var reader = SettingsFixture.Read("chefactors.zookeeper.password = hunter2");
        reader.Integer("chefactors.zookeeper.password", 1, 2);
        reader.Refuse("chefactors.zookeeper.password", "another");
        var errors = reader.Finish();
        Assert.Equal(2, errors.Count);
        Assert.DoesNotContain(errors, e => e.ToString().Contains("hunter2", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("500ms", 500)]
    [InlineData("30s", 30_000)]
    [InlineData("10m", 600_000)]
    [InlineData("2h", 7_200_000)]
    [InlineData("7d", 604_800_000)]
    public void Durations_have_a_unit_and_print_as_they_were(string text, long milliseconds)
    {
        Assert.True(Quantity.TryDuration(text, out var value));
        Assert.Equal(milliseconds, value.TotalMilliseconds);
        Assert.Equal(text, Quantity.Print(value));
    }

    [Theory]
    [InlineData("")]
    [InlineData("s")]
    [InlineData("10")]
    [InlineData("-1s")]
    [InlineData("1.5h")]
    [InlineData("1w")]
    [InlineData("10S")]
    [InlineData("99999999999d")]
    [InlineData("99999999999999999999s")]
    public void What_is_no_duration_is_refused(string text) => Assert.False(Quantity.TryDuration(text, out _));

    [Theory]
    [InlineData("0", 0)]
    [InlineData("512", 512)]
    [InlineData("100MB", 100_000_000)]
    [InlineData("1 GiB", 1 << 30)]
    public void Sizes_count_bytes(string text, long bytes)
    {
        Assert.True(Quantity.TrySize(text, out var value));
        Assert.Equal(bytes, value);
        Assert.False(Quantity.TrySize("9999999999GiB", out _));
        Assert.False(Quantity.TrySize("1TB", out _));
    }
}
