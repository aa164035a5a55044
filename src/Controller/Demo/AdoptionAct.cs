using ChefActors.Controller.Console;
using ChefActors.Controller.Rollouts;
using ChefActors.Core.Nodes;
using ChefActors.Core.Results;
using ChefActors.Core.Znodes;
using ChefActors.ZooKeeper;

namespace ChefActors.Controller.Demo;

/// <summary>(c) A node host is killed in the middle of a run and comes back: its chef-client ran on, is adopted, has exactly one result.</summary>
internal sealed class AdoptionAct(DemoFleet fleet, DemoController controller, DemoScreen screen, TimeProvider time)
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);

    /// <summary>Plays it.</summary>
    /// <exception cref="VerbFailure">It did not go as told.</exception>
    public async Task PlayAsync(DemoNode node, CancellationToken cancellationToken)
    {
        // The run must outlast the restart on this machine as it is now.
        var seconds = RunSeconds(fleet.SlowestStart);
        await fleet.PretendAsync(node, seconds, cancellationToken);
        await screen.HeadAsync(DemoStory.AdoptionHeading);
        await screen.SayAsync(DemoStory.Adoption(node, seconds));

        await using var client = await fleet.ConnectAsync(cancellationToken);
        var written = await ResultWritesAsync(client, node, cancellationToken);
        var before = (await fleet.StartsAsync(node, cancellationToken)).Count;
        var rollout = await controller.PushAsync(DemoScenario.LongItem, node.Name, cancellationToken);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var ending = LastAsync(rollout, over.Token);
        try
        {
            var host = await LoseAndReturnAsync(node, before, cancellationToken);
            var bound = TimeSpan.FromSeconds(seconds) + Bound;
            if (await Task.WhenAny(ending, Task.Delay(bound, time, over.Token)) != ending)
            {
                cancellationToken.ThrowIfCancellationRequested();
                throw new VerbFailure(ExitCode.Failed, $"waited {bound.TotalSeconds:0} s in vain for the end of rollout {rollout}. {host.Tail()}");
            }

            var result = (await ending)?.Nodes[0].Result;
            var starts = (await fleet.StartsAsync(node, cancellationToken)).Skip(before).Count(s => s.Event == "start");
            var results = await ResultWritesAsync(client, node, cancellationToken) - written;
            Expect(result is { State: ResultState.Succeeded, Attempt: 1 }, $"the run should have succeeded at its first attempt; its result is {result?.State.Word() ?? "missing"}, attempt {result?.Attempt}", host);
            Expect(starts == 1, $"chef-client should have been started once; it was started {starts} times", host);
            Expect(results == 1, $"{node.Name} should have one result of this; it has {results}", host);
            await screen.GoodAsync(DemoStory.AdoptionEnd(result!, starts, results));
        }
        finally
        {
            await over.CancelAsync();
            await ((Task)ending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>How long the run takes, in seconds: two of the slowest starts of a node host and some more.</summary>
    public static int RunSeconds(TimeSpan slowestStart) => (int)Math.Clamp(3 + 2 * slowestStart.TotalSeconds, 6, 90);

    /// <summary>Kills the node host once chef-client runs, and starts it again. Returns the new one; chef-client was alive throughout.</summary>
    private async Task<NodeHostProcess> LoseAndReturnAsync(DemoNode node, int startsBefore, CancellationToken cancellationToken)
    {
        var first = fleet.Host(node);
        var chef = await new DemoWait(time).ForAsync(
            async () => (await fleet.StartsAsync(node, cancellationToken)).Skip(startsBefore).FirstOrDefault(s => s.Event == "locked"), $"chef-client is in its run on {node.Name}", Bound, first.Tail, cancellationToken);
        await screen.SayAsync(DemoStory.Running(first.Pid, chef.Pid));

        await first.KillAsync();
        Expect(IsAlive(chef), $"chef-client {chef.Pid} should have outlived its node host", first);
        await screen.SayAsync(DemoStory.Killed(first.Pid, chef.Pid));

        var back = time.GetTimestamp();
        var second = await fleet.ServeAsync(node, cancellationToken);
        var took = time.GetElapsedTime(back);
        Expect(IsAlive(chef), $"chef-client {chef.Pid} should still have been running when its node host was back after {took.TotalSeconds:0.0} s", second);
        await screen.SayAsync(DemoStory.Back(second.Pid, chef.Pid, took));
        return second;
    }

    private async Task<RolloutSnapshot?> LastAsync(string rollout, CancellationToken cancellationToken)
    {
        RolloutSnapshot? last = null;
        await foreach (var snapshot in controller.WatchAsync(rollout, cancellationToken)) last = snapshot;
        return last;
    }

    private static bool IsAlive(ChefStart chef) => MarkedProcesses.StartTime(chef.Pid) == chef.StartTime;

    private static void Expect(bool isSo, string otherwise, NodeHostProcess host)
    {
        if (!isSo) throw new VerbFailure(ExitCode.Failed, $"{otherwise}. {host.Tail()}");
    }

    /// <summary>How often the node's result znode has been written: it is made with version 0, and each write counts one.</summary>
    private static async Task<int> ResultWritesAsync(IZooKeeperClient client, DemoNode node, CancellationToken cancellationToken) =>
        await client.ExistsAsync(ZnodeLayout.NodeResult(NodeName.Parse(node.Name)), cancellationToken: cancellationToken) is { } stat ? stat.Version + 1 : 0;
}
