using ChefActors.Controller.Console;
using ChefActors.Controller.Console.Rendering;
using ChefActors.Controller.Rollouts;
using ChefActors.Core.Results;

namespace ChefActors.Controller.Demo;

/// <summary>(b) All nodes at once: a rollout, driven and shown as the verb push does it; one node fails on purpose.</summary>
internal sealed class FleetAct(DemoFleet fleet, DemoController controller, DemoScreen screen, TimeProvider time)
{
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(2);

    /// <summary>Plays it.</summary>
    /// <exception cref="VerbFailure">It did not go as told.</exception>
    public async Task PlayAsync(IReadOnlyList<DemoNode> nodes, CancellationToken cancellationToken)
    {
        await screen.HeadAsync(DemoStory.FleetHeading(nodes.Count));
        await screen.SayAsync(DemoStory.Fleet(nodes));
        var rollout = await controller.PushAsync(DemoScenario.FleetItem, "*", cancellationToken);
        RolloutSnapshot? last;
        await using (var view = screen.Rollout(controller.ClusterName))
        {
            var following = new RolloutFollowing(view, time, Bound);
            var end = await following.RunAsync(controller.WatchAsync(rollout, cancellationToken), cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();

            // As if it were left: what to type next is said at the story's end, with this cluster's connect string.
            last = following.Last;
            await view.FinishAsync(last, left: true);
            if (end == FollowEnd.TimeUp) throw new VerbFailure(ExitCode.Failed, $"rollout {rollout} was not over within {Bound.TotalSeconds:0} s: {Counts(last)}");
        }

        if (last is null) throw new VerbFailure(ExitCode.Failed, $"rollout {rollout} was never seen");
        if (Difference(last, nodes) is { } difference) throw new VerbFailure(ExitCode.Failed, difference + (Stranger(last, nodes) is { } stranger ? " " + fleet.Host(stranger).Tail() : ""));
        await screen.GoodAsync(DemoStory.FleetEnd(nodes));
    }

    /// <summary>What is not as told; null: nothing.</summary>
    public static string? Difference(RolloutSnapshot last, IReadOnlyList<DemoNode> nodes)
    {
        if (Stranger(last, nodes) is { } stranger)
        {
            var state = StateOf(last, stranger)?.Word() ?? "unknown";
            return $"{stranger.Name} should have {(stranger.Fails ? "failed" : "succeeded")}; its state is {state}.";
        }

        if (last.Tally.Targets != nodes.Count) return $"the rollout had {last.Tally.Targets} targets, {nodes.Count} node hosts serve.";
        var reason = last.Nodes.Select(n => n.Result).FirstOrDefault(r => r?.State == ResultState.Failed)?.Reason?.Text ?? "";
        return reason.Contains(DemoScenario.FailingResource, StringComparison.Ordinal) ? null : $"the failure should name {DemoScenario.FailingResource}; its reason is '{SafeText.Line(reason)}'.";
    }

    private static DemoNode? Stranger(RolloutSnapshot last, IReadOnlyList<DemoNode> nodes) =>
        nodes.FirstOrDefault(n => StateOf(last, n) != (n.Fails ? ResultState.Failed : ResultState.Succeeded));

    private static ResultState? StateOf(RolloutSnapshot last, DemoNode node) => last.Nodes.FirstOrDefault(n => n.Node.Value == node.Name)?.Standing.Ended;

    private static string Counts(RolloutSnapshot? last) => last is null ? "it was never seen" : ResultText.Counts(last.Tally);
}
