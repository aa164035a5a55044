using ChefActors.Controller.Aggregation;
using ChefActors.Controller.Dispatching;
using ChefActors.Controller.History;
using ChefActors.Controller.Tests.Rollouts;
using ChefActors.Core.Znodes;
using ChefActors.Testing.Simulated;
using ChefActors.ZooKeeper;
using CrashPoint = ChefActors.Controller.Tests.Rollouts.CrashPoint;

namespace ChefActors.Controller.Tests.History;

/// <summary>T13: what is too old or too many goes whole, whoever dies in the middle.</summary>
public sealed class RemovalTests
{
    private static readonly HistoryLimits _none = new(TimeSpan.Zero, 0, TimeSpan.FromDays(90));
    private static readonly DateTimeOffset _now = new(2026, 1, 2, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_newest_stay_up_to_the_count_and_the_age()
    {
        HistoryEntry[] ended = [Entry("R3", 3), Entry("R1", 1), Entry("R2", 2), Entry("R9", 100)];
        Assert.Equal(["R9", "R3"], RemovalDecision.Of(ended, new HistoryLimits(TimeSpan.Zero, 2, TimeSpan.FromDays(90)), _now));
        Assert.Equal(["R9"], RemovalDecision.Of(ended, new HistoryLimits(TimeSpan.Zero, 200, TimeSpan.FromDays(90)), _now));
        Assert.Empty(RemovalDecision.Of(ended, new HistoryLimits(TimeSpan.Zero, 200, TimeSpan.FromDays(101)), _now));
    }

    [Fact]
    public void What_is_not_compacted_stays_and_what_may_still_send_a_result_goes_by_age_alone()
    {
        HistoryEntry[] ended = [Entry("R1", 1) with { IsSettled = false }, Entry("R2", 2) with { MayStillRun = true }, Entry("R3", 91) with { MayStillRun = true }];
        Assert.Equal(["R3"], RemovalDecision.Of(ended, _none, _now));
    }

    [Fact]
    public void What_was_begun_is_finished_whatever_the_limits_say()
    {
        HistoryEntry[] ended = [Entry("R1", 1), Entry("R2", 2) with { IsRemoving = true }];
        Assert.Equal(["R2"], RemovalDecision.Of(ended, HistoryLimits.Default, _now));
    }

    [Theory]
    [InlineData(null, 1, false)]
    [InlineData(nameof(WriteKind.RemovalMark), 1, false)]
    [InlineData(nameof(WriteKind.RemovalMark), 1, true)]
    [InlineData(nameof(WriteKind.RemoveHistory), 1, false)]
    [InlineData(nameof(WriteKind.RemoveHistory), 1, true)]
    [InlineData(nameof(WriteKind.RemoveHistory), 2, false)]
    [InlineData(nameof(WriteKind.RemoveHistory), 2, true)]
    public async Task A_removal_that_dies_anywhere_is_finished_by_the_next(string? kind, int number, bool isAfter)
    {
        var ended = await EndedWorld.CreateAsync(habits: [HostHabit.Works, HostHabit.Fails, HostHabit.Offline]);
        var before = await ended.TellAsync();
        await ended.Process("daemon").CompactAsync(RolloutWorld.Id);
        if (kind is not null)
        {
            Assert.Null(await ended.Process("first", new CrashPoint(Enum.Parse<WriteKind>(kind), number, isAfter)).TidyAsync(_none));
            // It is told whole, or not at all.
            if (kind == nameof(WriteKind.RemovalMark) && !isAfter) Assert.Equal(before, await ended.TellAsync());
            else await HoldGone(ended);
        }

        await ended.Process("second").TidyAsync(_none);
        await HoldGone(ended);
        Assert.Empty(ended.World.Server.Children(ZnodeLayout.Rollouts));
    }

    [Fact]
    public async Task What_somebody_drives_has_not_ended_or_is_not_compacted_stays()
    {
        var world = new RolloutWorld(seed: 1, [HostHabit.Works], parallel: 1);
        await world.BeginAsync();
        var daemon = new CompactingProcess(world.Server, world.Time, "daemon");
        Assert.Empty((await daemon.TidyAsync(_none))!);
        Assert.True(await world.RunAsync());
        Assert.Empty((await daemon.TidyAsync(_none))!);
        world.KillController();
        Assert.Empty((await daemon.TidyAsync(_none))!);
        await daemon.CompactAsync(RolloutWorld.Id);
        Assert.Equal([RolloutWorld.Id], await daemon.TidyAsync(_none));
    }

    [Fact]
    public async Task A_result_that_comes_after_the_history_went_reaches_its_node_alone()
    {
        var ended = await EndedWorld.CreateAsync();
        await ended.Process("daemon").CompactAsync(RolloutWorld.Id);
        Assert.Empty((await ended.Process("daemon-2").TidyAsync(_none))!);
        ended.World.Time.Advance(TimeSpan.FromDays(91));
        Assert.Equal([RolloutWorld.Id], await ended.Process("daemon-3").TidyAsync(_none));
        Assert.NotNull(ended.World.Server.Stat(ZnodeLayout.Entry(ended.Nodes[5], RolloutWorld.Id)));
    }

    [Fact]
    public async Task Two_that_remove_at_once_leave_nothing_and_neither_fails()
    {
        var ended = await EndedWorld.CreateAsync(habits: [HostHabit.Works, HostHabit.Works]);
        await ended.Process("daemon").CompactAsync(RolloutWorld.Id);
        for (var at = 1; at <= 12; at++)
        {
            var again = await EndedWorld.CreateAsync(habits: [HostHabit.Works, HostHabit.Works]);
            await again.Process("daemon").CompactAsync(RolloutWorld.Id);
            var (slow, number, request) = (again.Process("slow"), 0, at);
            slow.Process.Faults = _ =>
            {
                if (++number == request) Assert.NotNull(again.Process("fast").TidyAsync(_none).GetAwaiter().GetResult());
                return SimulatedFault.None;
            };
            Assert.NotNull(await slow.TidyAsync(_none));
            Assert.Empty(again.World.Server.Children(ZnodeLayout.Rollouts));
        }
    }

    private static async Task HoldGone(EndedWorld ended)
    {
        Assert.Null(await ended.ReadAsync());
        Assert.Empty((await new RolloutReader(ended.World.Time).ListAsync(ended.World.Server.Process("reader").Connect(), CancellationToken.None)).Rollouts);
    }

    private static HistoryEntry Entry(string id, int daysAgo) => new(id, _now.AddDays(-daysAgo), IsSettled: true, MayStillRun: false, IsRemoving: false);
}
