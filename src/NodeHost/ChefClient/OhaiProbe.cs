namespace ChefActors.NodeHost.ChefClient;

/// <summary>
/// Asks ohai, Chef's own look at a machine, where it is installed beside chef-client: a second or more of Ruby, so once for each program
/// that is installed there. What it is asked for, it prints in that order, each as a JSON list of one, and ends at the first that it does not know.
/// </summary>
internal sealed class OhaiProbe(ChefClientSettings settings)
{
    /// <summary>What is asked for, in the order in which it is of use.</summary>
    internal static IReadOnlyList<string> Attributes { get; } = ["platform", "platform_version", "ipaddress", "fqdn"];

    private InstalledProgram? _asked;
    private string? _answer;

    /// <summary>What it printed; null: it is not installed.</summary>
    /// <exception cref="OperationCanceledException">It took too long and was killed.</exception>
    /// <exception cref="IOException">It cannot be started.</exception>
    internal async Task<string?> AskAsync(CancellationToken cancellationToken)
    {
        if (InstalledProgram.Find(settings.ChefClient)?.Beside("ohai") is not { } installed) return null;
        if (_asked == installed) return _answer;
        var (_, output, _) = await CapturedCommand.RunAsync(installed.Path, Attributes, settings.HiddenEnvironment, cancellationToken);
        (_asked, _answer) = (installed, output);
        return output;
    }
}
