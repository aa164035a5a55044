namespace ChefActors.NodeHost.Facts;

/// <summary>os-release(5), pure.</summary>
internal static class OsRelease
{
    /// <summary>Its keys and values, quotes removed.</summary>
    internal static IReadOnlyDictionary<string, string> Read(string text)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in text.Split('\n'))
        {
            var equals = line.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0 && line[0] != '#') values[line[..equals].Trim()] = line[(equals + 1)..].Trim().Trim('"', '\'');
        }

        return values;
    }
}
