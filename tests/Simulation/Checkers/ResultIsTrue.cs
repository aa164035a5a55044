using ChefActors.Core.Commands;
using ChefActors.Core.Results;
using ChefActors.Simulation.Model;

namespace ChefActors.Simulation.Checkers;

/// <summary>A result says what chef-client really did: its code, and a state that goes with the code; unknown only what was not noted; stopped only what was.</summary>
internal static class ResultIsTrue
{
    private static readonly string[] Good = ["0", "35", "37"];

    internal static IEnumerable<string> Violations(IHostHistory host)
    {
        var results = host.Rollouts.Select(host.Row)
            .Concat(host.Pushes.SelectMany(push => host.ResultsOf(CommandId.ForSlot(push))))
            .OfType<CommandResult>()
            .Where(result => !host.IsRestart(result.Command));
        foreach (var result in results)
        {
            var end = host.Chef.Ends.LastOrDefault(end => end.Command == result.Command && end.Attempt == result.Attempt);
            var said = $"{result.Command} attempt {result.Attempt} is {result.State.Word()} ({result.Reason?.Code}), exit code {result.ExitCode?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "unknown"}";
            if (Objection(result, end, host) is { } objection) yield return $"{said}: {objection}; chef-client ended as {end}";
        }
    }

    private static string? Objection(CommandResult result, ChefEnd? end, IHostHistory host)
    {
        var code = result.ExitCode?.ToString(System.Globalization.CultureInfo.InvariantCulture);
        if (code is not null && code != end?.Exit) return "it did not end with that code";
        return result.State switch
        {
            ResultState.Succeeded when code != "0" => "a success is 0",
            ResultState.RebootPending when code is not ("35" or "37") => "a reboot is 35 or 37",
            ResultState.Failed when code is null || Good.Contains(code, StringComparer.Ordinal) => "a failure has another code",
            ResultState.Failed when end is { WasSignalled: true } => "it was stopped by its node host",
            ResultState.LockedOut when end is not { LockTimedOut: true } => "it obtained the lock",
            ResultState.Cancelled or ResultState.TimedOut when end is { IsNoted: true } && Good.Contains(end.Exit, StringComparer.Ordinal) => "it ended well before it was stopped",
            ResultState.Interrupted when result.Reason?.Code == ReasonCode.MachineRestarted && host.Chef.BootId == "boot-1" => "no machine restarted",
            _ => null,
        };
    }
}
