using ChefActors.Core.Configuration;
using FsCheck.Xunit;

namespace ChefActors.Core.Tests.Configuration;

public sealed class SettingsSourceTests : IDisposable
{
    private const string Reference = "chefactors {\n  name = ref\n  name = ${?CHEFACTORS_NAME}\n  other = ref\n}\n";

    private readonly string directory = Directory.CreateTempSubdirectory("chefactors-settings").FullName;

    public void Dispose() => Directory.Delete(directory, recursive: true);

    [Theory]
    [InlineData(false, false, false, "ref")]
    [InlineData(true, false, false, "file")]
    [InlineData(true, true, false, "variable")]
    [InlineData(false, true, false, "variable")]
    [InlineData(true, true, true, "flag")]
    [InlineData(false, false, true, "flag")]
    public void The_file_overrides_the_reference_the_environment_the_file_and_flags_all(bool file, bool variable, bool flag, string expected)
    {
        var path = file ? Write("chefactors.name = file") : null;
        Assert.True(SettingsSource.TryLoad(
            Reference, path, flag ? ["chefactors.name=flag"] : [], n => variable && n == "CHEFACTORS_NAME" ? "variable" : null, out var settings, out _));
        var reader = settings.Reader();
        Assert.Equal((expected, "ref"), (reader.Text("chefactors.name"), reader.Text("chefactors.other")));
    }

    [Fact]
    public void A_key_that_only_the_environment_sets_is_there_when_the_variable_is()
    {
        const string reference = "chefactors { a = ${?A}\n b = ${?B}\n c = 1 }";
        Assert.True(SettingsSource.TryLoad(reference, null, [], n => n == "A" ? "" : null, out var settings, out _));
        var reader = settings.Reader();
        Assert.Equal("", reader.Text("chefactors.a", _ => true));
        Assert.Null(reader.OptionalText("chefactors.b"));
        Assert.Equal(1, reader.Integer("chefactors.c", 0, 9));
    }

    [Fact]
    public void A_file_may_use_variables_in_its_values()
    {
        var path = Write("chefactors { name = ${HOME}/x\n other = ${?GONE} }");
        Assert.True(SettingsSource.TryLoad(Reference, path, [], n => n == "HOME" ? "/home/a" : null, out var settings, out _));
        var reader = settings.Reader();
        Assert.Equal(("/home/a/x", "ref"), (reader.Text("chefactors.name"), reader.Text("chefactors.other")));
    }

    [Fact]
    public void An_error_says_which_source_set_the_value()
    {
        var path = Write("\nchefactors.name = a");
        SettingsSource.TryLoad(Reference, path, ["chefactors.other=b"], _ => null, out var settings, out _);
        var reader = settings!.Reader();
        reader.Integer("chefactors.name", 0, 1);
        reader.Integer("chefactors.other", 0, 1);
        Assert.Equal([$"{path} line 2", "--set"], reader.Finish().Select(e => e.Source));
        SettingsSource.TryLoad(Reference, null, [], _ => "v", out settings, out _);
        reader = settings!.Reader();
        reader.Integer("chefactors.name", 0, 1);
        Assert.Equal("environment variable CHEFACTORS_NAME", reader.Finish()[0].Source);
    }

    [Fact]
    public void A_missing_file_a_directory_and_a_broken_file_are_errors_with_their_name()
    {
        var missing = Path.Combine(directory, "none.conf");
        Assert.Equal((missing, "no such file"), Single(missing));
        Assert.Equal(directory, Single(directory).Key);
        var broken = Write("chefactors {\n  name = a:b\n}");
        Assert.Equal(($"{broken} line 2 column 11", "':'"), Single(broken));
        Assert.Contains("bytes", Single(Write("#" + new string('x', 1024 * 1024))).Found, StringComparison.Ordinal);
    }

    [Fact]
    public void A_root_that_is_not_ours_is_an_error()
    {
        var (key, found) = Single(Write("node.name = a"));
        Assert.Equal(("node", "an unknown key"), (key, found));
        Assert.Equal("a group of keys", SettingsFixture.Refused("akka = 5").Allowed);
    }

    [Theory]
    [InlineData("chefactors.name")]
    [InlineData("name=x")]
    [InlineData("=x")]
    [InlineData("chefactors=x")]
    [InlineData("chefactors..a=x")]
    [InlineData("chefactors.a b=x")]
    [InlineData("chefactors.\"a\"=x")]
    [InlineData("chefactors { a=x")]
    [InlineData("other.a=x")]
    public void What_is_no_flag_is_refused(string flag) => Assert.Equal("--set", SettingsFixture.Refused(Reference, flag).Key);

    [Fact]
    public void A_flag_of_its_own_wins_over_set_and_its_error_names_it_as_the_user_gave_it()
    {
        Assert.True(SettingsSource.TryLoad(Reference, null, ["chefactors.name=from-set"], [new FlagSetting("--name", "chefactors.name", "Web_1!")], _ => null, out var settings, out _));
        var reader = settings.Reader();
        Assert.Equal("", reader.Text("chefactors.name", text => text == "web-1", "web-1"));
        Assert.Contains("chefactors.name: found 'Web_1!' (--name); allowed: web-1", reader.Finish().Select(error => error.ToString()));
    }

    [Property(MaxTest = 500)]
    public bool A_flags_value_is_one_text_whatever_it_holds(string? value)
    {
        var text = value ?? "";
        var settings = SettingsFixture.Load(Reference, "chefactors.name=" + text, "akka.a=" + text, "akka.b=fine");
        var reader = settings.Reader();
        reader.Text("chefactors.other");
        return reader.Text("chefactors.name", _ => true) == text
            && reader.Finish().Count == 0
            // Akka trims every text, quoted ones too.
            && settings.AkkaConfig().GetString("akka.a") == text.Trim()
            && settings.AkkaConfig().GetString("akka.b") == "fine";
    }

    [Theory]
    [InlineData("\"\nakka.b = 1\n\"")]
    [InlineData("x }\nchefactors { evil = 1")]
    [InlineData("${HOME}")]
    [InlineData("\"\"\"")]
    [InlineData("\\")]
    [InlineData("# x")]
    [InlineData("include \"x\"")]
    public void A_flag_injects_nothing(string value) => Assert.True(A_flags_value_is_one_text_whatever_it_holds(value));

    [Fact]
    public void The_akka_root_is_passed_on_whole()
    {
        var settings = SettingsFixture.Load(
            """
            chefactors.a = 1
            akka {
              loglevel = INFO
              loggers = ["A, B", C]
              actor { deployment { "/web/*" { pool = 5 } }, timeout = 10s }
              empty = []
              list = [{ a = 1, b { c = 2 } }, { a = 2 }]
              after = true
            }
            """);
        var akka = settings.AkkaConfig();
        Assert.Equal("INFO", akka.GetString("akka.loglevel"));
        Assert.Equal(["A, B", "C"], akka.GetStringList("akka.loggers"));
        Assert.Equal(5, akka.GetInt("akka.actor.deployment.\"/web/*\".pool"));
        Assert.Equal(TimeSpan.FromSeconds(10), akka.GetTimeSpan("akka.actor.timeout"));
        Assert.Empty(akka.GetStringList("akka.empty"));
        Assert.Equal(["1", "2"], akka.GetValue("akka.list").GetArray().Select(v => v.GetObject().GetKey("a").GetString()));
        Assert.True(akka.GetBoolean("akka.after"));
        Assert.False(akka.HasPath("chefactors.a"));
        Assert.True(SettingsFixture.Load("chefactors.a = 1").AkkaConfig().IsEmpty);
    }

    private string Write(string text)
    {
        var path = Path.Combine(directory, $"{Guid.NewGuid():N}.conf");
        File.WriteAllText(path, text);
        return path;
    }

    private static (string Key, string Found) Single(string path)
    {
        Assert.False(SettingsSource.TryLoad(Reference, path, [], _ => null, out _, out var errors));
        var error = Assert.Single(errors);
        return (error.Key, error.Found);
    }
}
