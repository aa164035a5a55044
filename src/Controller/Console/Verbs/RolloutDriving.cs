using ChefActors.Controller.Console.Rendering;
using ChefActors.Controller.Rollouts;

namespace ChefActors.Controller.Console.Verbs;

/// <summary>A driven rollout from its start to an exit code.</summary>
internal static class RolloutDriving
{
    /// <summary>Shows it until it is over or is left. The caller disposes the driver, which gives the rollout free.</summary>
    public static Task<ExitCode> RunAsync(
        VerbContext context, IRolloutDriver driver, string rollout, string cluster, TimeSpan? timeout, CancellationToken cancellationToken, IRolloutView? view = null) =>
        FollowAsync(context, _ => driver.WatchAsync(rollout, cancellationToken), rollout, cluster, timeout, drives: true, cancellationToken, view);

    /// <summary>The same for any source of looks; it is given the view, for what no look says.</summary>
    public static async Task<ExitCode> FollowAsync(
        VerbContext context, Func<IRolloutView, IAsyncEnumerable<RolloutSnapshot>> source, string rollout, string cluster, TimeSpan? timeout, bool drives, CancellationToken cancellationToken,
        IRolloutView? own = null)
    {
        await using var view = own ?? RolloutViews.For(context, cluster);
        var following = new RolloutFollowing(view, context.World.Time, timeout);
        var end = await following.RunAsync(source(view), cancellationToken);
        await view.FinishAsync(following.Last, left: end != FollowEnd.Over);
        if (end == FollowEnd.Over) return following.Last is { } last ? RolloutOutcome.Of(last) : ExitCode.Unfinished;

        var code = end == FollowEnd.TimeUp ? ExitCode.Unfinished : context.World.Interruption.Code ?? ExitCode.Interrupted;
        var why = code switch { ExitCode.Unfinished => "--timeout", ExitCode.Terminated => "SIGTERM", _ => "Ctrl-C" };
        await context.SayAsync(LeavingText.For(cluster, rollout, why, drives, context.Typed));
        return code;
    }
}
