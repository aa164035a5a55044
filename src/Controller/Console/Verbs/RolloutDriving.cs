using ChefActors.Controller.Console.Rendering;
using ChefActors.Controller.Rollouts;
using ChefActors.Core.Rollouts;

namespace ChefActors.Controller.Console.Verbs;

/// <summary>A driven rollout from its start to an exit code.</summary>
internal static class RolloutDriving
{
    /// <summary>
    /// Shows it until it is over or is left, and the rollback that its plan's rule began, as nobody else may drive that. The caller disposes the driver, which
    /// gives the rollout free.
    /// </summary>
    public static async Task<ExitCode> RunAsync(
        VerbContext context, IRolloutDriver driver, string rollout, string cluster, TimeSpan? timeout, CancellationToken cancellationToken, IRolloutView? view = null)
    {
        var began = context.World.Time.GetTimestamp();
        var (code, last) = await ShowAsync(context, _ => driver.WatchAsync(rollout, cancellationToken), rollout, cluster, timeout, drives: true, view ?? RolloutViews.For(context, cluster), cancellationToken);
        if (last?.State is not { Phase: RolloutPhase.RolledBack, RolledBackBy: { } back } || code != ExitCode.Failed) return code;
        if (await driver.TakeOverAsync(back, cancellationToken) is not StartAnswer.Driving) return code;
        await context.SayAsync($"rollout {back} takes it back and is driven from here, too");
        var left = timeout - context.World.Time.GetElapsedTime(began);
        var (rest, _) = await ShowAsync(
            context, _ => driver.WatchAsync(back, cancellationToken), back, cluster, left < TimeSpan.Zero ? TimeSpan.Zero : left, drives: true, RolloutViews.Second(context, cluster), cancellationToken);
        return rest is ExitCode.Success or ExitCode.Failed or ExitCode.Offline ? code : rest;
    }

    /// <summary>The same for one that somebody else drives, by any source of looks; it is given the view, for what no look says.</summary>
    public static async Task<ExitCode> FollowAsync(
        VerbContext context, Func<IRolloutView, IAsyncEnumerable<RolloutSnapshot>> source, string rollout, string cluster, TimeSpan? timeout, CancellationToken cancellationToken) =>
        (await ShowAsync(context, source, rollout, cluster, timeout, drives: false, RolloutViews.For(context, cluster), cancellationToken)).Code;

    private static async Task<(ExitCode Code, RolloutSnapshot? Last)> ShowAsync(
        VerbContext context, Func<IRolloutView, IAsyncEnumerable<RolloutSnapshot>> source, string rollout, string cluster, TimeSpan? timeout, bool drives, IRolloutView show,
        CancellationToken cancellationToken)
    {
        await using var view = show;
        var following = new RolloutFollowing(view, context.World.Time, timeout);
        var end = await following.RunAsync(source(view), cancellationToken);
        await view.FinishAsync(following.Last, left: end != FollowEnd.Over);
        if (end == FollowEnd.Over) return (following.Last is { } last ? RolloutOutcome.Of(last) : ExitCode.Unfinished, following.Last);

        var code = end == FollowEnd.TimeUp ? ExitCode.Unfinished : context.World.Interruption.Code ?? ExitCode.Interrupted;
        var why = code switch { ExitCode.Unfinished => "--timeout", ExitCode.Terminated => "SIGTERM", _ => "Ctrl-C" };
        await context.SayAsync(LeavingText.For(cluster, rollout, why, drives, context.Typed));
        return (code, following.Last);
    }
}
