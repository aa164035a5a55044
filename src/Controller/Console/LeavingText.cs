namespace ChefActors.Controller.Console;

/// <summary>What a console says when it leaves a rollout that is not over.</summary>
internal static class LeavingText
{
    /// <summary>The line.</summary>
    public static string For(string cluster, string rollout, string why, bool drove) =>
        $"cluster {cluster}: left rollout {rollout} unfinished ({why}). "
        + (drove ? $"It stays; go on with: chefactors rollout watch {rollout} --drive" : $"Look on with: chefactors rollout watch {rollout}");
}
