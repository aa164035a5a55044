using System.Reflection;
using ChefActors.Core.Configuration;
using ChefActors.ZooKeeper;
using Serilog.Events;

namespace ChefActors.Controller;

/// <summary>All sources to the settings, or every error that they have.</summary>
internal static class ControllerSettingsReader
{
    private const string Resource = "controller.conf";
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>The reference as it stands in <c>hocon/controller.conf</c>, carried by the program.</summary>
    public static string Reference()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"the program does not carry {Resource}");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    /// <summary>Reads the settings; null when there are errors.</summary>
    /// <param name="userFile">The file of <c>--config</c>, or null.</param>
    /// <param name="setFlags"><c>KEY=VALUE</c> each.</param>
    /// <param name="environment">Gives a variable, or null.</param>
    /// <param name="errors">All errors; no secret is in them.</param>
    public static ControllerSettings? Read(
        string? userFile, IEnumerable<string> setFlags, Func<string, string?> environment, out IReadOnlyList<SettingError> errors)
    {
        if (!SettingsSource.TryLoad(Reference(), userFile, setFlags, environment, out var loaded, out errors)) return null;
        var reader = loaded.Reader();
        var problems = new List<SettingError>();
        var settings = new ControllerSettings
        {
            ZooKeeper = new(Servers(reader), reader.Duration("chefactors.zookeeper.session_timeout", Second, 600 * Second), reader.Duration("chefactors.zookeeper.connect_within", Second, 600 * Second)),
            Cluster = new(reader.OptionalText("chefactors.cluster.name", IsClusterName, "1 to 64 characters on one line")),
            Security = Security(reader, problems),
            Push = new(
                reader.Integer("chefactors.push.parallel", 1, 100_000),
                reader.Integer("chefactors.push.confirm_above", 0, 100_000),
                reader.Duration("chefactors.push.accept_within", Second, 30 * Day),
                reader.Duration("chefactors.push.run_timeout", Second, Day),
                reader.Duration("chefactors.push.lock_wait", TimeSpan.Zero, Day),
                reader.Duration("chefactors.push.grace", Second, Day)),
            Fleet = new(reader.Integer("chefactors.fleet.read_at_once", 1, 200), reader.Duration("chefactors.fleet.gone_after", Second, 3650 * Day)),
            Events = new(reader.Integer("chefactors.events.keep", 1, 100_000), reader.Duration("chefactors.events.keep_for", Second, 3650 * Day)),
            Audit = new(reader.OptionalText("chefactors.audit.directory", Path.IsPathFullyQualified, "an absolute path")),
            History = new(
                reader.Duration("chefactors.history.compact_after", TimeSpan.Zero, Day),
                reader.Integer("chefactors.history.keep", 0, 100_000),
                reader.Duration("chefactors.history.keep_for", Second, 3650 * Day)),
            Log = new(
                reader.Choice("chefactors.log.level", ("warning", LogEventLevel.Warning), ("debug", LogEventLevel.Debug), ("information", LogEventLevel.Information), ("error", LogEventLevel.Error)),
                reader.OptionalText("chefactors.log.file")),
            Akka = loaded.AkkaConfig,
        };
        errors = [.. reader.Finish(), .. problems];
        return errors.Count == 0 ? settings : null;
    }

    private static ConnectionString Servers(SettingsReader reader)
    {
        const string key = "chefactors.zookeeper.connect";
        var why = "host:port,host:port/chroot";
        var text = reader.Text(key, t => ConnectionString.TryParse(t, out _, out _), why);
        return ConnectionString.TryParse(text, out var servers, out _) ? servers : new ConnectionString([], "");
    }

    private static bool IsClusterName(string name) => name.Length <= 64 && !name.Any(char.IsControl);

    /// <summary>A wrong credential is never shown, so its errors are made here.</summary>
    private static ControllerSettings.SecurityGroup Security(SettingsReader reader, List<SettingError> problems)
    {
        const string key = "chefactors.security.credentials";
        const string fileKey = "chefactors.security.credentials_file";
        const string form = "user:password";
        var text = reader.OptionalText(key);
        var file = reader.OptionalText(fileKey);
        DigestCredentials? credentials = null;
        if (text is not null && file is not null) problems.Add(new SettingError(fileKey, $"a file, and {key} too", "one of the two"));
        else if (text is not null && !DigestCredentials.TryParse(text, out credentials)) problems.Add(new SettingError(key, "a text of another form (not shown)", form));
        else if (file is not null) credentials = FromFile(file, fileKey, form, problems);
        return new ControllerSettings.SecurityGroup(credentials, file, reader.Boolean("chefactors.security.open"));
    }

    private static DigestCredentials? FromFile(string file, string key, string form, List<SettingError> problems)
    {
        try
        {
            var line = File.ReadLines(file).FirstOrDefault()?.Trim() ?? "";
            if (DigestCredentials.TryParse(line, out var credentials)) return credentials;
            problems.Add(new SettingError(key, $"{file} with a first line of another form (not shown)", form));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problems.Add(new SettingError(key, $"{file}, which cannot be read: {e.Message}", "a file whose first line is " + form));
        }

        return null;
    }
}
