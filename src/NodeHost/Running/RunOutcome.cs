using System.Text;
using System.Text.RegularExpressions;
using ChefActors.Core.Results;
using ChefActors.Core.Znodes;
using ChefActors.NodeHost.ChefClient;
using ChefActors.NodeHost.ChefClient.Reporting;
using ChefActors.NodeHost.Journal;

namespace ChefActors.NodeHost.Running;

/// <summary>What state a run's end is (CONTRACT, section 4; CHEF.md, "Exit codes"). Pure.</summary>
internal static partial class RunOutcome
{
    /// <summary>The state and reason of a run that ended with a code.</summary>
    /// <param name="code">chef-client's exit code, 128 + signal among them.</param>
    /// <param name="stopping">Why we were stopping it; null: we were not.</param>
    /// <param name="output">What its output told.</param>
    internal static (ResultState State, Reason? Reason) Of(int code, StopCause? stopping, OutputSummary output) => code switch
    {
        // The truth first: a run that ended well is a success, whoever asked it to stop.
        0 => (ResultState.Succeeded, null),
        35 => (ResultState.RebootPending, new Reason(ReasonCode.ExitCode, "exit code 35: a reboot was asked for")),
        37 => (ResultState.RebootPending, new Reason(ReasonCode.ExitCode, "exit code 37: a reboot is pending")),
        _ when stopping is { } cause => Stopped(cause),
        1 when output.LockTimedOut => (ResultState.LockedOut, new Reason(ReasonCode.LockHeld, LockHeld(output.Exception!))),
        _ => (ResultState.Failed, FailureCause.Of(code, output)),
    };

    /// <summary>
    /// The state and reason of a run whose exit code nobody noted, by what our report handler noted; null: it did not see the end.
    /// </summary>
    /// <param name="report">What the handler noted; null: nothing.</param>
    /// <param name="output">What is known of the run, the report among it.</param>
    /// <param name="bootThen">The boot in which it was started.</param>
    /// <param name="bootNow">This boot.</param>
    internal static (ResultState State, Reason? Reason)? Of(RunReport? report, OutputSummary output, string bootThen, string bootNow)
    {
        if (report is not { Ended: true, Succeeded: { } succeeded }) return null;
        var boots = bootThen == bootNow ? "" : $"; boot {bootThen} then, boot {bootNow} now";
        if (succeeded && report.RebootRequested) return (ResultState.RebootPending, new Reason(ReasonCode.RebootRequested, "Chef asked for a reboot when the run was over" + boots));
        if (succeeded) return (ResultState.Succeeded, null);
        if (output.Exception?.StartsWith("Chef::Exceptions::RebootPending", StringComparison.Ordinal) == true)
            return (ResultState.RebootPending, new Reason(ReasonCode.RebootRequested, "a reboot is pending" + boots));
        return (ResultState.Failed, FailureCause.Of(1, output));
    }

    /// <summary>Chef says for whom it waited, and how long.</summary>
    private static string LockHeld(string exception) => LockTimeout().Match(exception) is { Success: true } waited
        ? $"the chef-client with pid {waited.Groups["pid"].Value} held Chef's lock for more than {waited.Groups["seconds"].Value} s"
        : exception;

    /// <summary>The state of a run that was being stopped and whose code is not one of success.</summary>
    internal static (ResultState State, Reason Reason) Stopped(StopCause cause) => cause == StopCause.Cancelled
        ? (ResultState.Cancelled, new Reason(ReasonCode.Abort, "stopped by an operator while it ran"))
        : (ResultState.TimedOut, new Reason(ReasonCode.RunTimeout, "stopped: it ran longer than run_timeout_s"));

    /// <summary>The result of a run.</summary>
    internal static CommandResult Result(JournalRecord.Start start, ResultState state, Reason? reason, int? exitCode, OutputSummary output, DateTimeOffset finishedAt, string agentVersion)
    {
        var (tail, cut) = Tail(output, state.Class() == ResultClass.Failure ? PayloadLimits.FailureLogTailBytes : PayloadLimits.SuccessLogTailBytes);
        return RunResults.Of(start.Command, state, reason, agentVersion) with
        {
            ExitCode = exitCode,
            Attempt = start.Attempt,
            ReceivedAt = start.ReceivedAt,
            StartedAt = start.StartedAt,
            FinishedAt = WholeMilliseconds(finishedAt),
            Resources = output.Resources,
            Cookbooks = output.Cookbooks,
            ChefVersion = output.ChefVersion,
            LogTail = tail,
            LogCutBytes = cut,
        };
    }

    /// <summary>As times travel: the row is compared with it, and a finer time would never be found there.</summary>
    internal static DateTimeOffset WholeMilliseconds(DateTimeOffset time) => time.AddTicks(-(time.Ticks % TimeSpan.TicksPerMillisecond));

    private static (string Tail, long Cut) Tail(OutputSummary output, int maxBytes)
    {
        var text = output.Tail;
        var bytes = Encoding.UTF8.GetByteCount(text);
        while (bytes > maxBytes)
        {
            var skip = Math.Max(1, (bytes - maxBytes) / 4);
            if (char.IsLowSurrogate(text[skip])) skip++;
            bytes -= Encoding.UTF8.GetByteCount(text.AsSpan(0, skip));
            text = text[skip..];
        }

        return (text, Math.Max(0, output.TotalBytes - bytes));
    }

    [GeneratedRegex(@"Waited (?<seconds>[0-9]{1,9}) seconds for (?<pid>[0-9]{1,9}) to release", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex LockTimeout();
}
