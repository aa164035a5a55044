using ChefActors.Core.Commands;
using ChefActors.Core.Results;
using ChefActors.Simulation.Model;

namespace ChefActors.Simulation.Checkers;

/// <summary>I4: what says that it never ran did not run; what says that it ran did, in that attempt.</summary>
internal static class NeverRan
{
    internal static IEnumerable<string> Violations(World world)
    {
        var results = world.Controller.Rollouts.Select(world.Row)
            .Concat(world.Pushes.SelectMany(push => world.ResultsOf(CommandId.ForSlot(push))))
            .OfType<CommandResult>()
            .Where(result => !world.Controller.IsRestart(result.Command));
        foreach (var result in results)
        {
            var starts = world.Chef.Starts.Count(start => start.Command == result.Command);
            var neverRan = result.State.NeverRan() || result is { State: ResultState.Unreachable, Reason.Code: ReasonCode.NeverStarted };

            // What came back from an older state is refused as replayed, or withdrawn: this copy of it never runs.
            if (neverRan && starts > 0 && !world.Restored.ContainsKey(result.Command)) yield return $"{result.Command} is {result.State.Word()} ({result.Reason?.Code}), and was started {starts} times";
            if (result.State is ResultState.Succeeded or ResultState.Failed && starts == 0) yield return $"{result.Command} is {result.State.Word()}, and was never started";
        }
    }
}
