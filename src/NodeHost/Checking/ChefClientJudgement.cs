using System.Text.RegularExpressions;
using ChefActors.NodeHost.ChefClient;

namespace ChefActors.NodeHost.Checking;

/// <summary>Whether chef-client can be started. Pure.</summary>
internal static partial class ChefClientJudgement
{
    private const string Subject = "chef-client";

    /// <summary>Judges.</summary>
    /// <param name="setting">As it is configured: a path, or a name on PATH.</param>
    /// <param name="path">The file; null: there is none.</param>
    /// <param name="isExecutable">This user may execute it.</param>
    /// <param name="answer">What it says to <c>--version</c>; null: it was not asked.</param>
    internal static CheckLine Of(string setting, string? path, bool isExecutable, ChefVersionAnswer? answer)
    {
        if (path is null) return CheckLine.Fails(Subject, $"{setting} is not there", "Install Chef Infra Client or Cinc Client, or name it with --chef-client");
        if (!isExecutable) return CheckLine.Fails(Subject, $"{path} cannot be executed by this user", "Check its mode, or name another with --chef-client");
        return answer switch
        {
            null or { Error: not null } => CheckLine.Fails(Subject, $"{path} cannot be started: {answer?.Error}", "See whether it runs by hand: " + path + " --version"),
            { HasTimedOut: true } => CheckLine.Warning(Subject, $"{path} --version did not answer within {answer.Within.TotalSeconds:0} s", "See by hand what it waits for; a slow disk or a busy machine may be all"),
            { ExitCode: not 0 } => CheckLine.Fails(Subject, $"{path} --version ended with {answer.ExitCode}: {Short(answer.Output)}", "It would fail in the same way in a run: mend the installation"),
            _ when Version().Match(answer.Output) is { Success: true } version => CheckLine.Ok(Subject, $"{path}, version {version.Value}"),
            _ => CheckLine.Warning(Subject, $"{path} tells no version: {Short(answer.Output)}", "See whether this is a chef-client"),
        };
    }

    private static string Short(string text)
    {
        var line = text.Trim();
        return line.Length <= 100 ? line : line[..100] + "…";
    }

    [GeneratedRegex(@"\b[0-9]{1,4}\.[0-9]{1,4}(?:\.[0-9]{1,6})?\b")]
    private static partial Regex Version();
}
