namespace ChefActors.Controller.Console;

/// <summary>What a console says when it leaves a rollout that is not over.</summary>
internal static class LeavingText
{
    /// <summary>The line; <paramref name="typed"/> makes a whole command of a verb.</summary>
    public static string For(string cluster, string rollout, string why, bool drove, Func<string, string> typed) =>
        $"cluster {cluster}: left rollout {rollout} unfinished ({why}). "
        + (drove ? $"It stays; go on with: {typed($"rollout watch {rollout} --drive")}" : $"Look on with: {typed($"rollout watch {rollout}")}");
}
