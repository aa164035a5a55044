using Akka.Configuration;

namespace ChefActors.Core.Configuration;

/// <summary>The settings of all sources, laid over each other.</summary>
public sealed class LoadedSettings
{
    internal LoadedSettings(SettingNode.Group root) => Root = root;

    internal SettingNode.Group Root { get; }

    /// <summary>What the sources say below <c>akka</c>, for the actor system; empty when they say nothing.</summary>
    public Config AkkaConfig()
    {
        if (Root.Members.GetValueOrDefault(SettingsSource.AkkaRoot) is not SettingNode.Group akka) return Config.Empty;
        var root = new SettingNode.Group(akka.Source);
        root.Members[SettingsSource.AkkaRoot] = akka;
        return ConfigurationFactory.ParseString(HoconWriter.Write(root));
    }

    /// <summary>A reader that notes what is wrong and what was never asked for. One for each reading.</summary>
    public SettingsReader Reader() => new(this);
}
