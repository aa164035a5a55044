using System.CommandLine;
using ChefActors.Core.Configuration;

namespace ChefActors.NodeHost;

/// <summary>What the command line and all sources of settings say, checked: the same for a node host and for <c>check</c>.</summary>
/// <param name="Settings">Checked.</param>
/// <param name="Loaded">Their sources, for what is passed on to Akka.</param>
/// <param name="AdoptsCluster"><c>--adopt-cluster</c>.</param>
internal sealed record NodeHostStart(NodeHostSettings Settings, LoadedSettings Loaded, bool AdoptsCluster)
{
    /// <summary>Reads it; null: something is wrong, and <paramref name="errors"/> are the lines to say.</summary>
    internal static NodeHostStart? Read(NodeHostFlags flags, ParseResult parsed, out IReadOnlyList<string> errors)
    {
        var tags = flags.Tags(parsed, out var tagError);
        errors = tagError is null ? [] : [tagError];
        if (tagError is not null) return null;
        if (!SettingsSource.TryLoad(Reference(), parsed.GetValue(flags.Config), flags.Set(parsed), flags.Own(parsed), Environment.GetEnvironmentVariable, out var loaded, out var faults))
        {
            errors = SettingError.Lines(faults);
            return null;
        }

        var settings = NodeHostSettings.Read(loaded.Reader(), tags, out faults);
        errors = SettingError.Lines(faults);
        if (faults.Count == 0 && Loopback.Objection(settings.ZooKeeper, settings.Credentials is not null, settings.IsOpen) is { } objection) errors = [objection];
        if (CrashPoint.Objection(Environment.GetEnvironmentVariable(CrashPoint.Variable)) is { } unknown) errors = [.. errors, unknown];
        return errors.Count == 0 ? new NodeHostStart(settings, loaded, parsed.GetValue(flags.AdoptCluster)) : null;
    }

    private static string Reference()
    {
        using var stream = typeof(NodeHostSettings).Assembly.GetManifestResourceStream("nodehost.conf")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
