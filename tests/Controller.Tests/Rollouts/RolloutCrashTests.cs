using ChefActors.Controller.Dispatching;
using ChefActors.Core.Results;
using ChefActors.Core.Rollouts;
using ChefActors.Testing;
using ChefActors.Testing.Simulated;

namespace ChefActors.Controller.Tests.Rollouts;

/// <summary>A controller dies before or after each kind of write; another takes over; each target has one end and everything adds up.</summary>
public sealed class RolloutCrashTests
{
    private static readonly HostHabit[] _everything =
    [
        HostHabit.Works, HostHabit.Fails, HostHabit.Idles, HostHabit.Hangs, HostHabit.LeavesBeforeClaim, HostHabit.LeavesAfterClaim,
        HostHabit.Offline, HostHabit.Unknown, HostHabit.Works, HostHabit.Idles, HostHabit.Offline, HostHabit.Works,
    ];

    public static TheoryData<string, int, bool, int> Points()
    {
        var points = new TheoryData<string, int, bool, int>();
        foreach (var kind in (WriteKind[])[WriteKind.Start, WriteKind.State, WriteKind.Dispatch, WriteKind.Terminal, WriteKind.EndUnclaimed, WriteKind.GiveUp, WriteKind.End])
        {
            foreach (var isAfter in (bool[])[false, true])
            {
                // Two waves are written in parts; one wave goes in one transaction, which dispatches too.
                points.Add(kind.ToString(), 1, isAfter, 2);
                if (kind is WriteKind.Dispatch or WriteKind.EndUnclaimed) points.Add(kind.ToString(), 2, isAfter, 2);
                if (kind != WriteKind.State && kind != WriteKind.Terminal) points.Add(kind.ToString(), 1, isAfter, 1);
            }
        }

        points.Add(nameof(WriteKind.Chunk), 1, false, 2);
        points.Add(nameof(WriteKind.Chunk), 1, true, 2);
        return points;
    }

    [Theory]
    [Trait(Suite.Key, Suite.Long)]
    [MemberData(nameof(Points))]
    public async Task A_controller_that_dies_at_any_write_leaves_a_rollout_that_another_brings_to_its_end(string kind, int number, bool isAfter, int waves)
    {
        var world = new RolloutWorld(seed: 1, _everything, parallel: 4, waves);
        await world.BeginAsync(new CrashPoint(Enum.Parse<WriteKind>(kind), number, isAfter));
        var cameToBe = await world.RunAsync();
        Assert.Equal(1, world.Crashes);
        if (!cameToBe)
        {
            Assert.Equal((nameof(WriteKind.Start), false), (kind, isAfter));
            return;
        }

        var end = await world.HoldEndAsync();
        if (end.State.Chunks is null)
        {
            // It died while the targets were written: nothing was dispatched.
            Assert.Equal(RolloutPhase.Aborted, end.State.Phase);
            Assert.Empty(world.Rows);
            return;
        }

        Assert.Equal(RolloutPhase.Failed, end.State.Phase);
        Assert.Equal(3, end.Tally.Ended[ResultState.Succeeded]);
        Assert.Equal(1, end.Tally.Ended[ResultState.Failed]);
        Assert.Equal(2, end.Tally.Ended[ResultState.Expired]);
        Assert.Equal(3, end.Tally.Ended[ResultState.Offline]);
        Assert.Equal(3, end.Tally.Ended[ResultState.Unreachable]);
    }

    [Theory]
    [InlineData(nameof(WriteKind.AskToStop), false)]
    [InlineData(nameof(WriteKind.AskToStop), true)]
    [InlineData(nameof(WriteKind.EndUnclaimed), false)]
    [InlineData(nameof(WriteKind.EndUnclaimed), true)]
    [InlineData(nameof(WriteKind.State), false)]
    [InlineData(nameof(WriteKind.State), true)]
    [InlineData(nameof(WriteKind.End), true)]
    public async Task A_controller_that_dies_in_an_abort_is_followed_by_one_that_aborts(string kind, bool isAfter)
    {
        var world = new RolloutWorld(seed: 3, [HostHabit.Hangs, HostHabit.Idles, HostHabit.Idles, HostHabit.Works, HostHabit.Works], parallel: 3);
        await world.BeginAsync(new CrashPoint(Enum.Parse<WriteKind>(kind), 1, isAfter));
        await world.Host(1).ClaimAsync(RolloutWorld.Id);
        world.Say(c => c with { Abort = new AbortWord(Interrupt: true, "alice@ops1", world.Time.GetUtcNow()) });
        world.BeforeStep = async () =>
        {
            // The run that hangs heeds a request to stop.
            var inbox = await world.Host(1).InboxAsync();
            if (inbox.Count > 0 && (await world.Host(1).ReadAsync(RolloutWorld.Id)).Cancel is not null) await world.Host(1).FinishAsync(RolloutWorld.Id, ResultState.Cancelled);
        };
        Assert.True(await world.RunAsync());
        Assert.Equal(1, world.Crashes);
        var end = await world.HoldEndAsync();
        Assert.Equal(RolloutPhase.Aborted, end.State.Phase);
        Assert.Equal(1, end.Tally.Ended[ResultState.Cancelled]);
        Assert.Equal(4, end.Tally.Ended[ResultState.Withdrawn]);
    }

    [Theory]
    [Trait(Suite.Key, Suite.Long)]
    [InlineData(SimulatedFault.LoseReply)]
    [InlineData(SimulatedFault.LoseRequest)]
    [InlineData(SimulatedFault.ExpireBefore)]
    [InlineData(SimulatedFault.ExpireAfter)]
    public async Task Whichever_answer_is_lost_the_end_is_the_same(SimulatedFault fault)
    {
        for (var number = 1; number <= 14; number++)
        {
            var (at, happened) = (number, false);
            var world = new RolloutWorld(seed: 7, _everything, parallel: 4, waves: 2)
            {
                Faults = request => request.IsWrite && request.WriteNumber == at && !happened && (happened = true) ? fault : SimulatedFault.None,
            };
            await world.BeginAsync();
            if (!await world.RunAsync())
            {
                Assert.Equal(SimulatedFault.ExpireBefore, fault);
                continue;
            }

            var end = await world.HoldEndAsync();
            var isSameSession = fault is SimulatedFault.LoseReply or SimulatedFault.LoseRequest;
            // Within one session a lost answer costs nothing: the same owner finds out what happened and goes on.
            if (isSameSession) Assert.Equal((0, 1), (world.Crashes, end.State.Epoch));
            if (!isSameSession && end.State.Phase == RolloutPhase.Aborted) continue;
            Assert.Equal(3, end.Tally.Ended[ResultState.Succeeded]);
            Assert.Equal(3, end.Tally.Ended[ResultState.Offline]);
        }
    }
}
