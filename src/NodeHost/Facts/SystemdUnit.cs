namespace ChefActors.NodeHost.Facts;

/// <summary>A unit file of systemd, as far as it concerns chef-client. Pure.</summary>
internal static class SystemdUnit
{
    /// <summary>The service that a timer starts: what its <c>Unit=</c> says, else the one of its own name.</summary>
    internal static string ServiceOf(string timer, string text) =>
        Values(text, "Timer", "Unit").LastOrDefault(value => value.Length > 0) ?? timer[..^".timer".Length] + ".service";

    /// <summary>A service's command is chef-client.</summary>
    internal static bool RunsChef(string text) => Starts(text).Any(ChefCommandLine.Runs);

    /// <summary>
    /// A service is a chef-client that stays: its command says so, or it is no oneshot, which systemd would take for ended otherwise (the options
    /// may stand in a file of variables).
    /// </summary>
    internal static bool IsChefDaemon(string text) =>
        Starts(text).Any(ChefCommandLine.RunsDaemon) || (RunsChef(text) && !Values(text, "Service", "Type").Contains("oneshot", StringComparer.Ordinal));

    // "-", "@", ":", "+" and "!" before the program are systemd's own marks.
    private static IEnumerable<string> Starts(string text) => Values(text, "Service", "ExecStart").Select(value => value.TrimStart('-', '@', ':', '+', '!'));

    private static IEnumerable<string> Values(string text, string section, string key)
    {
        var at = "";
        foreach (var line in text.Replace("\\\n", " ", StringComparison.Ordinal).Split('\n').Select(line => line.Trim()))
        {
            if (line.Length == 0 || line[0] is '#' or ';') continue;
            if (line[0] == '[') at = line.Trim('[', ']');
            else if (at == section && line.IndexOf('=', StringComparison.Ordinal) is > 0 and var equals && line[..equals].TrimEnd() == key) yield return line[(equals + 1)..].Trim();
        }
    }
}
