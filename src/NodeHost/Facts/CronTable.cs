namespace ChefActors.NodeHost.Facts;

/// <summary>crontab(5), as far as it concerns chef-client. Pure.</summary>
internal static class CronTable
{
    private static readonly char[] Blanks = [' ', '\t'];

    /// <summary>Whether a line of it runs chef-client again and again. A line for the boot alone does not.</summary>
    /// <param name="text">The table.</param>
    /// <param name="hasUsers">A system's table, with a user before the command.</param>
    internal static bool RunsChef(string text, bool hasUsers) => text.Split('\n').Any(line => CommandOf(line.Trim(), hasUsers) is { } command && ChefCommandLine.Runs(command));

    private static string? CommandOf(string line, bool hasUsers)
    {
        if (line.Length == 0 || line[0] == '#') return null;
        var first = line.Split(Blanks, 2)[0];
        if (first == "@reboot") return null;

        // A setting such as PATH=/usr/bin: times hold no letter before an equals sign.
        if (first.Contains('=', StringComparison.Ordinal)) return null;
        var fields = (line[0] == '@' ? 1 : 5) + (hasUsers ? 1 : 0);
        var parts = line.Split(Blanks, fields + 1, StringSplitOptions.RemoveEmptyEntries);
        return parts.Length > fields ? parts[fields] : null;
    }
}
