using ChefActors.Core.Commands;
using ChefActors.Core.Results;
using ChefActors.Simulation.Model;

namespace ChefActors.Simulation.Checkers;

/// <summary>I4: what says that it never ran did not run; what says that it ran did, in that attempt.</summary>
internal static class NeverRan
{
    internal static IEnumerable<string> Violations(IHostHistory host)
    {
        var results = host.Rollouts.Select(host.Row)
            .Concat(host.Pushes.SelectMany(push => host.ResultsOf(CommandId.ForSlot(push))))
            .OfType<CommandResult>()
            .Where(result => !host.IsRestart(result.Command));
        foreach (var result in results)
        {
            var starts = host.Chef.Starts.Count(start => start.Command == result.Command);
            var neverRan = result.State.NeverRan() || result is { State: ResultState.Unreachable, Reason.Code: ReasonCode.NeverStarted };

            // What came back from an older state is refused as replayed, or withdrawn: this copy of it never runs.
            if (neverRan && starts > 0 && !host.Restored.ContainsKey(result.Command)) yield return $"{result.Command} is {result.State.Word()} ({result.Reason?.Code}), and was started {starts} times";
            if (result.State is ResultState.Succeeded or ResultState.Failed && starts == 0) yield return $"{result.Command} is {result.State.Word()}, and was never started";
        }
    }
}
