using ChefActors.Core.Results;
using ChefActors.Core.Znodes;
using ChefActors.Simulation.Model;
using ChefActors.ZooKeeper;

namespace ChefActors.Simulation.Checkers;

/// <summary>I3: a row goes from empty to its end once; only <c>unreachable</c> <c>may_still_run</c> is replaced, once, and says so. A push has one result.</summary>
internal static class OneResult
{
    internal static IEnumerable<string> Violations(IHostHistory host)
    {
        foreach (var id in host.Rollouts)
        {
            var since = host.Restored.GetValueOrDefault(id);
            var given = host.Zk.History.Where(write => write.TookEffect && write.Zxid > since)
                .SelectMany(write => write.Operations.OfType<ZnodeOperation.SetData>())
                .Where(set => set.Path == ZnodeLayout.Row(id, host.Name))
                .Select(set => Point.ResultOf(set.Data)!)
                .ToList();
            var isFine = given.Count <= 1 || (given.Count == 2 && given[0].MayStillRun() && given[1].Replaces == ResultState.Unreachable);
            if (!isFine) yield return $"the row of {id} was written as {string.Join(", ", given.Select(r => r.State.Word()))}";
        }

        foreach (var push in host.Pushes)
        {
            var id = Core.Commands.CommandId.ForSlot(push);
            var states = host.ResultsOf(id).Select(result => (result.State, result.Attempt)).Distinct().ToList();
            if (states.Count > 1) yield return $"the push {id} has {states.Count} results: {string.Join(", ", states)}";
        }
    }
}
