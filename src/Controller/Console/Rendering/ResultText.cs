using ChefActors.Controller.Rollouts;
using ChefActors.Core.Results;

namespace ChefActors.Controller.Console.Rendering;

/// <summary>Results in words, safe for a terminal.</summary>
internal static class ResultText
{
    /// <summary>The state's word: <c>pending</c>, <c>dispatched</c> or a terminal state.</summary>
    public static string Word(NodeStanding standing) => standing.Ended is { } state ? state.Word() : standing.Dispatched ? "dispatched" : "pending";

    /// <summary>Why it ended so, in one line; empty for a plain success.</summary>
    public static string Why(CommandResult? result)
    {
        if (result is null) return "";
        var parts = new List<string>();
        if (result.Replaces is { } replaced) parts.Add($"(was {replaced.Word()})");
        if (result.State.Class() != ResultClass.Success && result.ExitCode is { } code and not 0) parts.Add($"exit code {code}:");
        if (result.Reason is { } reason) parts.Add(reason.Text.Length > 0 ? SafeText.Line(reason.Text) : SafeText.Line(reason.Code));
        return string.Join(' ', parts).TrimEnd(':');
    }

    /// <summary>How long chef-client ran; null when it never started or is not known to have ended.</summary>
    public static TimeSpan? Took(CommandResult? result) => result is { StartedAt: { } started, FinishedAt: { } finished } ? finished - started : null;

    /// <summary><c>1 of 3 resources updated</c>; empty when nothing is known.</summary>
    public static string Resources(CommandResult? result) => result?.Resources switch
    {
        { Updated: { } updated, Total: { } total } => $"{updated} of {total} resources updated",
        { Updated: { } updated } => $"{updated} resources updated",
        _ => "",
    };

    /// <summary>Worst first: failures, then what was stopped, then offline; successes last.</summary>
    public static int Rank(NodeSnapshot node) => node.Standing.Ended?.Class() switch
    {
        ResultClass.Failure => 0,
        ResultClass.Neither => 1,
        ResultClass.Apart => 2,
        null => node.Standing.Dispatched ? 3 : 4,
        _ => 5,
    };

    /// <summary>It ended, and not well.</summary>
    public static bool IsTrouble(NodeSnapshot node) => Rank(node) <= 2;

    /// <summary><c>11 succeeded, 1 failed, 2 outstanding</c>: what occurs, in a fixed order.</summary>
    public static string Counts(ResultTally tally)
    {
        var parts = ResultStates.All.Where(s => tally.Ended.ContainsKey(s)).Select(s => $"{tally.Ended[s]} {s.Word()}").ToList();
        if (tally.Outstanding > 0) parts.Add($"{tally.Outstanding} outstanding");
        if (tally.Pending > 0) parts.Add($"{tally.Pending} pending");
        return parts.Count == 0 ? "no targets" : string.Join(", ", parts);
    }
}
