using ChefActors.Core.Configuration;

namespace ChefActors.NodeHost.Tests;

public sealed class NodeHostSettingsTests
{
    [Fact]
    public void By_default_fifty_logs_are_kept_and_a_hundred_megabytes()
    {
        var settings = Read([], out var errors);
        Assert.Empty(errors);
        Assert.Equal((50, 100_000_000L), (settings.KeepRuns, settings.KeepBytes));
    }

    [Theory]
    [InlineData("chefactors.logs.keep_runs", "1", true)]
    [InlineData("chefactors.logs.keep_runs", "100000", true)]
    [InlineData("chefactors.logs.keep_runs", "0", false)]
    [InlineData("chefactors.logs.keep_runs", "100001", false)]
    [InlineData("chefactors.logs.keep_runs", "many", false)]
    [InlineData("chefactors.logs.keep_size", "1KiB", true)]
    [InlineData("chefactors.logs.keep_size", "1024GiB", true)]
    [InlineData("chefactors.logs.keep_size", "1023", false)]
    [InlineData("chefactors.logs.keep_size", "1025GiB", false)]
    [InlineData("chefactors.logs.keep_size", "-1", false)]
    public void The_bounds_of_kept_logs_hold_and_a_wrong_value_is_named(string key, string value, bool holds)
    {
        Read([$"{key}={value}"], out var errors);
        if (holds) Assert.Empty(errors);
        else Assert.Equal(key, Assert.Single(errors).Key);
    }

    private static NodeHostSettings Read(string[] flags, out IReadOnlyList<SettingError> errors)
    {
        using var stream = typeof(NodeHostSettings).Assembly.GetManifestResourceStream("nodehost.conf")!;
        using var reader = new StreamReader(stream);
        Assert.True(SettingsSource.TryLoad(reader.ReadToEnd(), null, [.. flags, "chefactors.node.name=web-1"], _ => null, out var loaded, out errors), string.Join('\n', errors));
        return NodeHostSettings.Read(loaded.Reader(), new Dictionary<string, string>(StringComparer.Ordinal), out errors);
    }
}
