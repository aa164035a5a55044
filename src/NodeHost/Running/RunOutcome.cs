using System.Text;
using ChefActors.Core.Results;
using ChefActors.Core.Znodes;
using ChefActors.NodeHost.ChefClient;
using ChefActors.NodeHost.Journal;

namespace ChefActors.NodeHost.Running;

/// <summary>What state a run's end is (CONTRACT, section 4; CHEF.md, "Exit codes"). Pure.</summary>
internal static class RunOutcome
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
        1 when output.LockTimedOut => (ResultState.LockedOut, new Reason(ReasonCode.LockHeld, output.Exception ?? "another chef-client held Chef's lock longer than lock_wait_s")),
        _ => (ResultState.Failed, Failure(code, output)),
    };

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
    private static DateTimeOffset WholeMilliseconds(DateTimeOffset time) => time.AddTicks(-(time.Ticks % TimeSpan.TicksPerMillisecond));

    private static Reason Failure(int code, OutputSummary output)
    {
        if (output.FailedResource is { } resource)
            return new Reason(ReasonCode.ResourceFailed, output.Exception is { } why ? FailedResource(resource, why) : resource);
        return code switch
        {
            126 => new Reason(ReasonCode.ChefClientMissing, "chef-client cannot be executed: check its mode (exit code 126)"),
            127 => new Reason(ReasonCode.ChefClientMissing, "chef-client was not found: check the setting chef.client (exit code 127)"),
            43 => new Reason(ReasonCode.Configuration, output.Exception ?? "exit code 43: error in client.rb or in a file of client.d"),
            172 => new Reason(ReasonCode.Licence, "exit code 172: Chef's licence is not accepted (setting chef.license)"),
            173 or 174 => new Reason(ReasonCode.Licence, $"exit code {code}: no entitlement to use Chef"),
            213 => new Reason(ReasonCode.ExitCode, "exit code 213: Chef upgraded itself in the middle of the run"),
            2 => new Reason(ReasonCode.Signal, "exit code 2: interrupted (SIGINT)"),
            3 => new Reason(ReasonCode.Signal, "exit code 3: terminated before the run began (SIGTERM)"),
            > 128 and <= 192 => new Reason(ReasonCode.Signal, $"ended by signal {code - 128}"),
            _ => new Reason(ReasonCode.ExitCode, output.Exception is { } exception ? exception : $"exit code {code}"),
        };
    }

    /// <summary>Chef's FATAL line is <c>TYPE: RESOURCE (RECIPE line N) had an error: TYPE: MESSAGE</c>: what comes twice is said once.</summary>
    private static string FailedResource(string resource, string exception)
    {
        const string HadAnError = " had an error: ";
        var middle = exception.IndexOf(HadAnError, StringComparison.Ordinal);
        var place = exception.IndexOf(resource, StringComparison.Ordinal);
        return middle < 0 || place < 0 || place > middle
            ? $"{resource}: {exception}"
            : $"{exception[place..middle]}: {exception[(middle + HadAnError.Length)..]}";
    }

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
}
