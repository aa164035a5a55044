using ChefActors.Controller.Aggregation;
using ChefActors.Controller.Rollouts;
using ChefActors.Controller.Tests.Rollouts;
using ChefActors.Core.Nodes;
using ChefActors.Core.Results;
using ChefActors.Core.Rollouts;
using ChefActors.Core.Znodes;

namespace ChefActors.Controller.Tests.History;

/// <summary>A rollout that has ended, with every kind of end, and nobody who owns it.</summary>
internal sealed class EndedWorld
{
    /// <summary>The one of these that leaves after its claim is given up and may still run: number 6.</summary>
    private static readonly HostHabit[] _everything =
    [
        HostHabit.Works, HostHabit.Fails, HostHabit.Idles, HostHabit.Works, HostHabit.LeavesBeforeClaim, HostHabit.LeavesAfterClaim, HostHabit.Offline, HostHabit.Unknown,
    ];

    private EndedWorld(RolloutWorld world) => World = world;

    public RolloutWorld World { get; }

    public IReadOnlyList<NodeName> Nodes => World.Nodes;

    /// <summary>Drives a rollout of two waves to its end: of itself, or by an abort before the second wave, which then was never dispatched.</summary>
    public static async Task<EndedWorld> CreateAsync(int seed = 1, bool isAborted = false, IReadOnlyList<HostHabit>? habits = null)
    {
        var world = new RolloutWorld(seed, habits ?? _everything, parallel: 4, waves: isAborted ? 2 : 1);
        await world.BeginAsync();
        if (isAborted)
        {
            await world.RunUntilAsync(w => w.State?.Wave == 0 && w.Rows.Any(r => r is not null));
            world.Say(c => c with { Abort = new AbortWord(Interrupt: false, "alice@ops1", world.Time.GetUtcNow()) });
        }

        Assert.True(await world.RunAsync());
        world.KillController();
        return new EndedWorld(world);
    }

    public async Task<RolloutSnapshot?> ReadAsync() =>
        await new RolloutReader(World.Time).ReadAsync(World.Server.Process("reader").Connect(), RolloutWorld.Id, CancellationToken.None);

    /// <summary>Each node and what is told of it.</summary>
    public async Task<IReadOnlyList<string>> TellAsync()
    {
        var snapshot = await ReadAsync();
        Assert.NotNull(snapshot);
        Assert.True(snapshot.Tally.IsComplete);
        Assert.Equal(Nodes.Count, snapshot.Tally.Targets);
        Assert.Equal(Nodes, snapshot.Nodes.Select(n => n.Node));
        return [.. snapshot.Nodes.Select(n => $"{n.Node} {n.Wave} {n.Standing.Ended} {n.Result?.Reason?.Code} {n.Result?.Reason?.Text} {n.Result?.ExitCode} {n.Result?.Replaces}")];
    }

    public CompactingProcess Process(string name, CrashPoint? point = null) => new(World.Server, World.Time, name, point);

    /// <summary>The rows that stand.</summary>
    public IReadOnlyList<string> Rows => World.Server.Children(ZnodeLayout.Rows(RolloutWorld.Id));

    /// <summary>Holds what is promised of a compacted rollout: marks, no owner, only rows that may still change or have since.</summary>
    public void HoldCompacted()
    {
        Assert.True(World.State!.Compacted);
        Assert.True(World.State.Phase.IsEnded());
        Assert.Equal(World.State.Folded, World.Server.Children(ZnodeLayout.FoldedResults(RolloutWorld.Id)).Count);
        Assert.Null(World.Server.Stat(ZnodeLayout.Owner(RolloutWorld.Id)));
        Assert.All(World.Rows, row => Assert.True(row!.MayStillRun() || row.Replaces == ResultState.Unreachable, $"{row.Node}: {row.State}"));
    }
}
