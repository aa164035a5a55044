namespace ChefActors.NodeHost.Checking;

/// <summary>What one server of the connection string answered to <c>srvr</c>.</summary>
/// <param name="Address">host:port.</param>
/// <param name="Error">Why no connection came about; null: it did.</param>
/// <param name="Version">Such as <c>3.8.0</c>; null: it does not tell.</param>
/// <param name="Mode"><c>standalone</c>, <c>leader</c>, <c>follower</c>, <c>observer</c>; null: it does not tell.</param>
internal sealed record ServerFinding(string Address, string? Error, string? Version, string? Mode)
{
    /// <summary>Reads the answer. Servers whose administrator does not allow the word say so in a sentence: then nothing is known.</summary>
    internal static ServerFinding Of(string address, string answer)
    {
        var lines = answer.Split('\n', StringSplitOptions.TrimEntries);
        return new ServerFinding(address, null, VersionOf(After(lines, "Zookeeper version:")), After(lines, "Mode:"));
    }

    private static string? VersionOf(string? text) => text?.Split(['-', ',', ' '], 2)[0] is { Length: > 0 and <= 30 } version ? version : null;

    private static string? After(IEnumerable<string> lines, string label) =>
        lines.FirstOrDefault(line => line.StartsWith(label, StringComparison.OrdinalIgnoreCase)) is { } line && line[label.Length..].Trim() is { Length: > 0 } text ? text : null;
}
