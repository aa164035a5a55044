namespace ChefActors.Core.Configuration;

/// <summary>A wrong key or value: it stops the start.</summary>
/// <param name="Key">The key; for a file that cannot be read, its name, with line and column where that is known.</param>
/// <param name="Found">What was found; never the value of a key that holds a secret.</param>
/// <param name="Allowed">What is allowed.</param>
/// <param name="Source">Where it was set: <c>FILE line N</c>, an environment variable, <c>--set</c>; null when it was set nowhere.</param>
public sealed record SettingError(string Key, string Found, string Allowed, string? Source = null)
{
    /// <summary>One line for people.</summary>
    public override string ToString() => $"{Key}: found {Found}{(Source is null ? "" : $" ({Source})")}; allowed: {Allowed}";

    /// <summary>The lines that a program prints before it ends: the number of errors, then one line each.</summary>
    public static IReadOnlyList<string> Lines(IReadOnlyList<SettingError> errors)
    {
        ArgumentNullException.ThrowIfNull(errors);
        if (errors.Count == 0) return [];
        return [errors.Count == 1 ? "1 wrong setting:" : $"{errors.Count} wrong settings:", .. errors.Select(e => "  " + e)];
    }
}
