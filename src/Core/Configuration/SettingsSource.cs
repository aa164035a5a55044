using System.Diagnostics.CodeAnalysis;

namespace ChefActors.Core.Configuration;

/// <summary>
/// Lays the sources over each other: the reference, then the user's file, then the environment variables that the reference binds with
/// <c>key = ${?CHEFACTORS_…}</c>, then the <c>--set</c> flags, then the flags that set one key each. The later wins. Only the roots <c>chefactors</c> and <c>akka</c> are known.
/// </summary>
public static class SettingsSource
{
    /// <summary>The root of the product's own keys.</summary>
    public const string Root = "chefactors";

    /// <summary>The root that is passed on to the actor system untouched.</summary>
    public const string AkkaRoot = "akka";

    /// <summary>The largest file that is read, in bytes.</summary>
    public const long MaximumFileBytes = 1024 * 1024;

    /// <summary>Loads the settings where no flag of its own sets a key.</summary>
    /// <inheritdoc cref="TryLoad(string, string?, IEnumerable{string}, IEnumerable{FlagSetting}, Func{string, string?}, out LoadedSettings?, out IReadOnlyList{SettingError})" />
    public static bool TryLoad(
        string reference,
        string? userFile,
        IEnumerable<string> setFlags,
        Func<string, string?> environment,
        [NotNullWhen(true)] out LoadedSettings? settings,
        out IReadOnlyList<SettingError> errors) => TryLoad(reference, userFile, setFlags, [], environment, out settings, out errors);

    /// <summary>Loads the settings.</summary>
    /// <param name="reference">The reference, complete: every key with its default.</param>
    /// <param name="userFile">The user's file, or null.</param>
    /// <param name="setFlags">The <c>--set</c> flags, <c>KEY=VALUE</c> each; the value is a text, never HOCON, so that it can set nothing else.</param>
    /// <param name="ownFlags">Flags that set one key each; they win over all others.</param>
    /// <param name="environment">Gives an environment variable, or null when it is not set.</param>
    /// <param name="settings">The settings; null when there are errors.</param>
    /// <param name="errors">All errors, empty when there are none.</param>
    public static bool TryLoad(
        string reference,
        string? userFile,
        IEnumerable<string> setFlags,
        IEnumerable<FlagSetting> ownFlags,
        Func<string, string?> environment,
        [NotNullWhen(true)] out LoadedSettings? settings,
        out IReadOnlyList<SettingError> errors)
    {
        ArgumentNullException.ThrowIfNull(setFlags);
        ArgumentNullException.ThrowIfNull(ownFlags);
        ArgumentNullException.ThrowIfNull(environment);
        var found = new List<SettingError>();
        var bindings = new List<EnvironmentBinding>();
        var root = new SettingNode.Group("reference");
        Lay(root, () => new HoconReader(reference, "reference", environment, bindings).Read(), "reference", found);
        if (userFile is not null) Lay(root, () => ReadFile(userFile, environment, found), userFile, found);
        foreach (var binding in bindings)
        {
            if (environment(binding.Variable) is { } value) root.Set(binding.Path, new SettingNode.Text(value, $"environment variable {binding.Variable}"));
        }

        foreach (var flag in setFlags) Set(root, flag, found);
        foreach (var own in ownFlags) root.Set(own.Key.Split('.'), new SettingNode.Text(own.Value, own.Flag));
        foreach (var (key, node) in root.Members)
        {
            var path = SettingText.Path([key]);
            if (key is not (Root or AkkaRoot)) found.Add(new SettingError(path, "an unknown key", $"{Root}.{path}, if that is meant; the roots {Root} and {AkkaRoot}", node.Source));
            else if (node is not SettingNode.Group) found.Add(new SettingError(path, SettingText.Shown(path, node), "a group of keys", node.Source));
        }

        errors = found;
        settings = found.Count == 0 ? new LoadedSettings(root) : null;
        return settings is not null;
    }

    private static void Lay(SettingNode.Group root, Func<SettingNode.Group?> read, string source, List<SettingError> errors)
    {
        try
        {
            if (read() is { } group) root.Merge(group);
        }
        catch (HoconSyntaxException e)
        {
            errors.Add(new SettingError($"{source} line {e.Line} column {e.Column}", e.Found, e.Allowed));
        }
    }

    private static SettingNode.Group? ReadFile(string path, Func<string, string?> environment, List<SettingError> errors)
    {
        try
        {
            var length = new FileInfo(path).Length;
            if (length <= MaximumFileBytes) return new HoconReader(File.ReadAllText(path), path, environment).Read();
            errors.Add(new SettingError(path, $"a file of {length} bytes", $"at most {MaximumFileBytes}"));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            errors.Add(new SettingError(path, "no such file", "a settings file (HOCON)"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            errors.Add(new SettingError(path, $"a file that cannot be read: {e.Message}", "a settings file (HOCON)"));
        }

        return null;
    }

    private static void Set(SettingNode.Group root, string flag, List<SettingError> errors)
    {
        var equals = flag.IndexOf('=', StringComparison.Ordinal);
        var key = equals < 0 ? flag : flag[..equals];
        var path = key.Split('.');
        if (equals < 0) errors.Add(new SettingError("--set", $"{SettingText.Shown(flag)} without '='", $"KEY=VALUE, such as {Root}.node.name=web-1"));
        else if (path.Length > HoconReader.MaximumDepth || path.Any(e => e.Length == 0 || !e.All(SettingText.IsKeyCharacter)))
        {
            errors.Add(new SettingError("--set", $"the key {SettingText.Shown(key)}", "names of letters, digits, '_', '-' with dots between them"));
        }
        else if (path.Length < 2 || path[0] is not (Root or AkkaRoot))
        {
            errors.Add(new SettingError("--set", $"the key {SettingText.Shown(key)}", $"a key below {Root} or {AkkaRoot}, such as {Root}.{key}"));
        }
        else root.Set(path, new SettingNode.Text(flag[(equals + 1)..], "--set"));
    }
}
