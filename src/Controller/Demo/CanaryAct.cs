using ChefActors.Controller.Console;
using ChefActors.Controller.Console.Rendering;
using ChefActors.Controller.Rollouts;
using ChefActors.Core.Results;
using ChefActors.Core.Rollouts;

namespace ChefActors.Controller.Demo;

/// <summary>(d) A plan with a canary, which fails and halts the rollout; why it did; what was wrong is mended, and a retry brings it to its end.</summary>
internal sealed class CanaryAct(DemoFleet fleet, DemoController controller, DemoScreen screen, TimeProvider time)
{
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(2);

    /// <summary>Plays it.</summary>
    /// <exception cref="VerbFailure">It did not go as told.</exception>
    public async Task PlayAsync(IReadOnlyList<DemoNode> nodes, CancellationToken cancellationToken)
    {
        await screen.HeadAsync(DemoStory.CanaryHeading);
        await screen.SayAsync(DemoStory.CanaryPlan());
        var rollout = await controller.StartAsync(DemoScenario.CanaryPlan, cancellationToken);
        var halted = await ShowAsync(rollout, cancellationToken);
        Expect(halted is { State: { Phase: RolloutPhase.Halted, Halt.Rule: HaltRule.Failures }, Tally.Outstanding: 0 } && halted.Tally.Pending == nodes.Count - 1,
            $"the canary should have halted it before the others began; it is {halted?.State.Phase.Word() ?? "missing"}");
        await screen.SayAsync(DemoStory.Why(await controller.ReadAsync(rollout, cancellationToken)));

        await fleet.MendAsync(nodes, cancellationToken);
        await screen.SayAsync(DemoStory.Mended(rollout));
        var retry = await controller.RetryAsync(rollout, cancellationToken);
        var last = await ShowAsync(retry, cancellationToken);
        Expect(last is { State.Phase: RolloutPhase.Succeeded } && last.Tally.Count(ResultClass.Success) == nodes.Count, $"the retry should have succeeded everywhere; it is {last?.State.Phase.Word() ?? "missing"}");
        await screen.GoodAsync(DemoStory.CanaryEnd(nodes.Count));
    }

    private async Task<RolloutSnapshot?> ShowAsync(string rollout, CancellationToken cancellationToken)
    {
        await using var view = screen.Rollout(controller.ClusterName);
        var following = new RolloutFollowing(view, time, Bound);
        var end = await following.RunAsync(controller.WatchAsync(rollout, cancellationToken), cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        await view.FinishAsync(following.Last, left: true);
        Expect(end != FollowEnd.TimeUp, $"rollout {rollout} was not over within {Bound.TotalSeconds:0} s");
        return following.Last;
    }

    private static void Expect(bool isSo, string otherwise)
    {
        if (!isSo) throw new VerbFailure(ExitCode.Failed, otherwise);
    }
}
