using System.Text.RegularExpressions;

namespace ChefActors.NodeHost.ChefClient;

/// <summary>Asks chef-client for its version, which costs half a second of Ruby: once for each program that is installed there.</summary>
internal sealed partial class ChefVersionProbe(ChefClientSettings settings)
{
    private InstalledProgram? _asked;
    private string? _answer;

    /// <summary>When the program was put there, by the file's time; null: there is none.</summary>
    internal DateTime? InstalledAt => InstalledProgram.Find(settings.ChefClient)?.At;

    /// <summary>Its version; null: there is no such program, or it does not say.</summary>
    /// <exception cref="OperationCanceledException">It took too long and was killed.</exception>
    /// <exception cref="IOException">It cannot be started.</exception>
    internal async Task<string?> AskAsync(CancellationToken cancellationToken)
    {
        if (InstalledProgram.Find(settings.ChefClient) is not { } installed) return null;
        if (_asked == installed) return _answer;
        var (exitCode, output, _) = await CapturedCommand.RunAsync(installed.Path, ["--version"], settings.HiddenEnvironment, cancellationToken);
        (_asked, _answer) = (installed, exitCode == 0 ? VersionIn(output) : null);
        return _answer;
    }

    /// <summary>The version in what it says, such as <c>Chef Infra Client: 18.11.21</c>; null: it says none. Pure.</summary>
    internal static string? VersionIn(string output) => VersionLine().Match(output) is { Success: true } match ? match.Groups["version"].Value : null;

    [GeneratedRegex(@"^[A-Za-z][A-Za-z ]{0,39}: (?<version>[0-9]{1,5}(?:\.[0-9]{1,5}){1,3})(?: \([^()\n]{0,80}\))?\s*$", RegexOptions.Multiline)]
    private static partial Regex VersionLine();
}
