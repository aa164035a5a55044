namespace ChefActors.NodeHost.Facts;

/// <summary>Whether a line of a table, a unit or a process is a chef-client, and one that stays. Pure.</summary>
internal static class ChefCommandLine
{
    private static readonly string[] Clients = ["chef-client", "cinc-client"];

    /// <summary>Commands that speak of chef-client and do not run it.</summary>
    private static readonly string[] Bystanders =
        ["pgrep", "pkill", "killall", "kill", "service", "systemctl", "invoke-rc.d", "grep", "egrep", "ps", "rm", "touch", "logger", "echo", "printf", "tail", "cat", "test", "[", "ls", "which", "man", "logrotate", "chown", "chmod"];

    private static readonly char[] Separators = [';', '|', '&', '(', ')', '\n', '`'];
    private static readonly char[] Blanks = [' ', '\t', '\'', '"'];

    /// <summary>The word is chef-client, by whatever path.</summary>
    internal static bool IsClient(string word) => Clients.Contains(word[(word.LastIndexOf('/') + 1)..], StringComparer.Ordinal);

    /// <summary>A line for a shell runs chef-client in one of its commands.</summary>
    internal static bool Runs(string line) => Commands(line).Any();

    /// <summary>A line for a shell runs a chef-client that stays.</summary>
    internal static bool RunsDaemon(string line) => Commands(line).Any(IsDaemon);

    /// <summary>The arguments of a process are those of a chef-client that stays: the program itself, or Ruby with it as its script.</summary>
    internal static bool IsDaemonProcess(IReadOnlyList<string> arguments)
    {
        var isRuby = arguments.Count > 0 && arguments[0][(arguments[0].LastIndexOf('/') + 1)..].StartsWith("ruby", StringComparison.Ordinal);
        var words = isRuby ? arguments.Skip(1).SkipWhile(word => word.StartsWith('-')).ToArray() : [.. arguments];
        return words.Length > 0 && IsClient(words[0]) && IsDaemon(words);
    }

    /// <summary>The words of each command in the line that is a chef-client, from that word on.</summary>
    private static IEnumerable<string[]> Commands(string line)
    {
        foreach (var command in line.Split(Separators, StringSplitOptions.RemoveEmptyEntries))
        {
            var words = command.Split(Blanks, StringSplitOptions.RemoveEmptyEntries);
            var at = Array.FindIndex(words, IsClient);
            if (at < 0 || words[..at].Any(word => Bystanders.Contains(word[(word.LastIndexOf('/') + 1)..], StringComparer.Ordinal))) continue;
            if (words[at..].Any(word => word is "--version" or "-v" or "--help" or "-h")) continue;
            yield return words[at..];
        }
    }

    private static bool IsDaemon(string[] words) => words.Skip(1).Any(word =>
        word is "-d" or "--daemonize" or "-i" or "--interval"
        || word.StartsWith("--daemonize=", StringComparison.Ordinal) || word.StartsWith("--interval=", StringComparison.Ordinal)
        || (word.StartsWith("-i", StringComparison.Ordinal) && word.Length > 2 && word[2..].All(char.IsAsciiDigit)));
}
