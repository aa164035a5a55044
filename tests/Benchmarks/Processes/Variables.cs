namespace ChefActors.Benchmarks.Processes;

/// <summary>KEY=VALUE as environment variables.</summary>
internal static class Variables
{
    /// <summary>Reads them.</summary>
    /// <exception cref="FormatException">One has no '='.</exception>
    internal static IReadOnlyDictionary<string, string?> Of(IEnumerable<string> texts) =>
        texts.ToDictionary(text => text[..Equals(text)], string? (text) => text[(Equals(text) + 1)..], StringComparer.Ordinal);

    private static int Equals(string text) =>
        text.IndexOf('=', StringComparison.Ordinal) is > 0 and var at ? at : throw new FormatException($"--env: found '{text}'; allowed: KEY=VALUE");
}
