using ChefActors.Core.Configuration;

namespace ChefActors.Core.Tests.Configuration;

/// <summary>Sources without files or a real environment.</summary>
internal static class SettingsFixture
{
    public static LoadedSettings Load(string reference, params string[] flags)
    {
        Assert.True(SettingsSource.TryLoad(reference, null, flags, _ => null, out var settings, out var errors), string.Join('\n', errors));
        return settings;
    }

    public static SettingsReader Read(string reference, params string[] flags) => Load(reference, flags).Reader();

    public static SettingError Refused(string reference, params string[] flags)
    {
        Assert.False(SettingsSource.TryLoad(reference, null, flags, _ => null, out _, out var errors));
        return Assert.Single(errors);
    }
}
