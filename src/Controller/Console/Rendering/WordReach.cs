using ChefActors.Controller.Rollouts;
using ChefActors.Core.Results;

namespace ChefActors.Controller.Console.Rendering;

/// <summary>What an abort reached, by the rollout before and after it.</summary>
internal static class WordReach
{
    /// <summary><c>reached: 3 withdrawn (2 never dispatched), 1 cancelled, 4 finished meanwhile</c>.</summary>
    public static string Text(RolloutSnapshot before, RolloutSnapshot after)
    {
        var was = before.Nodes.ToDictionary(n => n.Node, n => n.Standing);
        var moved = after.Nodes.Where(n => was.GetValueOrDefault(n.Node).Ended is null && n.Standing.Ended is not null).ToList();
        var withdrawn = moved.Count(n => n.Standing.Ended == ResultState.Withdrawn);
        var neverDispatched = moved.Count(n => n.Standing.Ended == ResultState.Withdrawn && !was.GetValueOrDefault(n.Node).Dispatched);
        var cancelled = moved.Count(n => n.Standing.Ended == ResultState.Cancelled);
        var left = after.Tally.Outstanding;
        return $"reached: {withdrawn} withdrawn ({neverDispatched} never dispatched), {cancelled} cancelled, {moved.Count - withdrawn - cancelled} finished meanwhile"
            + (left > 0 ? $", {left} still outstanding" : "");
    }
}
