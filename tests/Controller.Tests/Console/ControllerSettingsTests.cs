using System.Text.RegularExpressions;
using ChefActors.Core.Configuration;

namespace ChefActors.Controller.Tests.Console;

public sealed partial class ControllerSettingsTests
{
    [Fact]
    public void The_reference_alone_is_complete_and_holds()
    {
        var settings = Read(out var errors);
        Assert.Empty(errors);
        Assert.NotNull(settings);
        Assert.Equal("127.0.0.1:2181", settings.ZooKeeper.Connect.ToString());
        Assert.Equal((50, 10), (settings.Push.Parallel, settings.Push.ConfirmAbove));
        Assert.Equal(TimeSpan.FromMinutes(2), settings.Push.Grace);
        Assert.False(settings.Security.Open);
    }

    [Fact]
    public void Every_key_of_the_reference_is_a_property_of_the_settings_and_the_reverse()
    {
        var keys = Bindings().Select(b => b.Key).Order(StringComparer.Ordinal);
        var properties = typeof(ControllerSettings).GetProperties().Where(p => p.PropertyType.DeclaringType == typeof(ControllerSettings))
            .SelectMany(g => g.PropertyType.GetProperties().Select(p => $"{Snake(g.Name == "ZooKeeper" ? "Zookeeper" : g.Name)}.{Snake(p.Name)}"))
            .Order(StringComparer.Ordinal);
        Assert.Equal(properties, keys);
    }

    [Fact]
    public void Every_key_of_the_reference_has_its_variable()
    {
        foreach (var (key, variable) in Bindings())
        {
            Assert.StartsWith("CHEFACTORS_", variable, StringComparison.Ordinal);
            var errors = Errors(variable, "\u0001 no such value");
            Assert.True(errors.Count > 0 || key is "security.credentials_file" or "log.file", $"{variable} changes nothing");
        }
    }

    [Fact]
    public void Credentials_are_never_shown()
    {
        var wrong = Errors("CHEFACTORS_ZOOKEEPER_AUTH", "hunter2");
        Assert.Single(wrong);
        Assert.DoesNotContain("hunter2", wrong[0].ToString(), StringComparison.Ordinal);
        var settings = ControllerSettingsReader.Read(null, [], v => v == "CHEFACTORS_ZOOKEEPER_AUTH" ? "ops:hunter2" : null, out _);
        Assert.Equal("hunter2", settings!.Security.Credentials!.Password);
        Assert.DoesNotContain("hunter2", settings.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_key_names_the_nearest()
    {
        ControllerSettingsReader.Read(null, ["chefactors.push.paralel=3"], _ => null, out var errors);
        Assert.Contains("chefactors.push.parallel", Assert.Single(errors).Allowed, StringComparison.Ordinal);
    }

    private static ControllerSettings? Read(out IReadOnlyList<SettingError> errors) => ControllerSettingsReader.Read(null, [], _ => null, out errors);

    private static IReadOnlyList<SettingError> Errors(string variable, string value)
    {
        ControllerSettingsReader.Read(null, [], v => v == variable ? value : null, out var errors);
        return errors;
    }

    /// <summary>The reference's keys and variables, read by its plain layout: groups of one level, a line a key.</summary>
    private static IEnumerable<(string Key, string Variable)> Bindings()
    {
        var group = "";
        foreach (var line in ControllerSettingsReader.Reference().Split('\n'))
        {
            if (GroupLine().Match(line) is { Success: true } opened) group = opened.Groups[1].Value;
            else if (BindingLine().Match(line) is { Success: true } bound) yield return ($"{group}.{bound.Groups[1].Value}", bound.Groups[2].Value);
        }
    }

    private static string Snake(string name) => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(name);

    [GeneratedRegex(@"^  (\w+) \{$")]
    private static partial Regex GroupLine();

    [GeneratedRegex(@"^    (\w+) = \$\{\?(\w+)\}$")]
    private static partial Regex BindingLine();
}
