using System.Globalization;
using ChefActors.Core.Results;
using ChefActors.NodeHost.Journal;

namespace ChefActors.NodeHost.Running;

/// <summary>What became of a restart, told by the process that came after it. Pure.</summary>
internal static class RestartOutcome
{
    /// <summary>The result.</summary>
    /// <param name="start">What the process before journaled.</param>
    /// <param name="now">When this one serves.</param>
    /// <param name="bootId">This boot: after another one how long it took is not known, and it is not held against it.</param>
    /// <param name="version">This one's version.</param>
    internal static CommandResult Of(JournalRecord.Start start, Moment now, string bootId, string version)
    {
        var reason = Fault(start, now, bootId, version);
        return RunResults.Of(start.Command, reason is null ? ResultState.Succeeded : ResultState.Failed, reason, version) with
        {
            Mode = null,
            RunList = null,
            ExitCode = reason is null ? 0 : null,
            Attempt = start.Attempt,
            ReceivedAt = start.ReceivedAt,
            StartedAt = start.StartedAt,
            FinishedAt = RunOutcome.WholeMilliseconds(now.Utc),
        };
    }

    private static Reason? Fault(JournalRecord.Start start, Moment now, string bootId, string version)
    {
        if (start.Command.Restart?.ExpectVersion is { } expected && expected != version)
            return new Reason(ReasonCode.WrongVersion, $"the node host is back with version {version}, expected was {expected}");
        var took = now.Boot - TimeSpan.FromMilliseconds(start.AtMs);
        return start.BootId == bootId && now.Boot > TimeSpan.FromMilliseconds(start.RunDeadlineMs)
            ? new Reason(ReasonCode.NotRestarted, string.Create(
                CultureInfo.InvariantCulture, $"the node host was back after {took.TotalSeconds:0} s, later than run_timeout_s, {start.Command.RunTimeoutS} s"))
            : null;
    }
}
