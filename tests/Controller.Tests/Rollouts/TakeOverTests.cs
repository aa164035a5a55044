using ChefActors.Controller.Dispatching;
using ChefActors.Controller.Ownership;
using ChefActors.Controller.Rollouts;
using ChefActors.Core.Results;
using ChefActors.Core.Rollouts;
using ChefActors.Testing;
using ChefActors.Testing.Simulated;

namespace ChefActors.Controller.Tests.Rollouts;

/// <summary>T2 at its named points: who takes over dies before or after that write, loses its answer or its session there, or is not alone.</summary>
public sealed class TakeOverTests
{
    private static readonly HostHabit[] _everything =
    [
        HostHabit.Works, HostHabit.Fails, HostHabit.Idles, HostHabit.Hangs, HostHabit.LeavesBeforeClaim, HostHabit.LeavesAfterClaim,
        HostHabit.Offline, HostHabit.Unknown, HostHabit.Works, HostHabit.Idles, HostHabit.Offline, HostHabit.Works,
    ];

    public static TheoryData<string, bool, bool> Points()
    {
        var points = new TheoryData<string, bool, bool>();
        foreach (var kind in (WriteKind[])[WriteKind.Start, WriteKind.Chunk, WriteKind.State, WriteKind.Dispatch, WriteKind.Terminal, WriteKind.EndUnclaimed, WriteKind.GiveUp, WriteKind.End])
        {
            foreach (var isAfter in (bool[])[false, true])
            {
                // Before the start there is nothing to take over, after the end neither.
                if (kind != WriteKind.Start) points.Add(kind.ToString(), false, isAfter);
                if (kind != WriteKind.End) points.Add(kind.ToString(), true, isAfter);
            }
        }

        return points;
    }

    [Theory]
    [Trait(Suite.Key, Suite.Long)]
    [MemberData(nameof(Points))]
    public async Task A_controller_that_dies_at_its_take_over_is_followed_by_one_that_brings_the_rollout_to_its_end(string firstDeath, bool isFirstAfter, bool isAfter)
    {
        var world = new RolloutWorld(seed: 1, _everything, parallel: 4, waves: 2) { NextCrash = new CrashPoint(WriteKind.TakeOver, 1, isAfter) };
        await world.BeginAsync(new CrashPoint(Enum.Parse<WriteKind>(firstDeath), 1, isFirstAfter));
        Assert.True(await world.RunAsync());

        // Before the write it never happened; after it the epoch tells of one who did nothing more.
        Assert.Equal((2, isAfter ? 3 : 2), (world.Crashes, world.State!.Epoch));
        HoldPromises(await world.HoldEndAsync(), world);
    }

    [Theory]
    [InlineData(SimulatedFault.LoseRequest, 1, 2)]
    [InlineData(SimulatedFault.LoseReply, 1, 2)]
    [InlineData(SimulatedFault.ExpireBefore, 2, 2)]
    [InlineData(SimulatedFault.ExpireAfter, 2, 3)]
    public async Task A_take_over_whose_answer_is_lost_happens_once(SimulatedFault fault, int crashes, int epoch)
    {
        var happened = false;
        var world = new RolloutWorld(seed: 1, _everything, parallel: 4, waves: 2)
        {
            Faults = request => request is { IsWrite: true, WriteNumber: 1, Process.Who: "controller-2" } && !happened && (happened = true) ? fault : SimulatedFault.None,
        };
        await world.BeginAsync(new CrashPoint(WriteKind.Dispatch, 1, IsAfter: true));
        Assert.True(await world.RunAsync());
        Assert.True(happened);
        Assert.Equal((crashes, epoch), (world.Crashes, world.State!.Epoch));
        HoldPromises(await world.HoldEndAsync(), world);
    }

    [Fact]
    public async Task Of_two_that_take_over_at_once_one_drives()
    {
        var world = new RolloutWorld(seed: 1, [HostHabit.Idles, HostHabit.Idles], parallel: 5);
        await world.BeginAsync();
        world.Server.ExpireAll(world.Controller!.Process);
        var faster = new SimulatedController(world.Server.Process("faster"), world.Time, null);
        var slower = world.Server.Process("slower");
        StartAnswer? first = null;
        slower.Faults = request =>
        {
            // Everything here is done when the call returns: between what the slower one read and what it writes.
            if (request.IsWrite && first is null) first = faster.TakeOverAsync(RolloutWorld.Id).GetAwaiter().GetResult();
            return SimulatedFault.None;
        };
        var answer = await new SimulatedController(slower, world.Time, null).TakeOverAsync(RolloutWorld.Id);
        Assert.IsType<StartAnswer.Driving>(first);
        Assert.Equal("faster", Assert.IsType<StartAnswer.OwnedByOther>(answer).Controller);
        Assert.Equal(("faster", 2), (world.State!.Owner, world.State.Epoch));
    }

    private static void HoldPromises(RolloutSnapshot end, RolloutWorld world)
    {
        if (end.State.Chunks is null)
        {
            // The first died while the targets were written: nothing was dispatched, and nothing is.
            Assert.Equal(RolloutPhase.Aborted, end.State.Phase);
            Assert.Empty(world.Rows);
            return;
        }

        Assert.Equal(RolloutPhase.Failed, end.State.Phase);
        Assert.Equal((3, 1, 2, 3, 3), (
            end.Tally.Ended[ResultState.Succeeded], end.Tally.Ended[ResultState.Failed], end.Tally.Ended[ResultState.Expired],
            end.Tally.Ended[ResultState.Offline], end.Tally.Ended[ResultState.Unreachable]));
    }
}
