using ChefActors.Controller.Dispatching;
using ChefActors.Controller.History;
using ChefActors.Controller.Tests.Rollouts;
using ChefActors.Core.Commands;
using ChefActors.Core.Delivery;
using ChefActors.Core.Results;
using ChefActors.Core.Rollouts;
using ChefActors.Core.Znodes;
using ChefActors.Testing.Simulated;
using ChefActors.ZooKeeper;
using CrashPoint = ChefActors.Controller.Tests.Rollouts.CrashPoint;

namespace ChefActors.Controller.Tests.History;

/// <summary>T12 and its marks: who dies in it is followed by another, and whoever looks sees the same throughout.</summary>
public sealed class CompactionTests
{
    public static TheoryData<string, bool, bool> Points()
    {
        var points = new TheoryData<string, bool, bool>();
        foreach (var kind in (WriteKind[])[WriteKind.TakeOver, WriteKind.Fold, WriteKind.FoldMark, WriteKind.RemoveRows, WriteKind.Compacted])
        {
            foreach (var isAfter in (bool[])[false, true])
            {
                points.Add(kind.ToString(), isAfter, false);
                points.Add(kind.ToString(), isAfter, true);
            }
        }

        return points;
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_compacted_rollout_is_told_as_before(bool isAborted)
    {
        var ended = await EndedWorld.CreateAsync(isAborted: isAborted);
        var before = await ended.TellAsync();
        Assert.Equal(CompactionOutcome.Compacted, await ended.Process("daemon").CompactAsync(RolloutWorld.Id));
        ended.HoldCompacted();
        Assert.Equal(before, await ended.TellAsync());
        Assert.Equal(CompactionOutcome.Compacted, await ended.Process("daemon-2").CompactAsync(RolloutWorld.Id));
        Assert.Equal(before, await ended.TellAsync());
        if (isAborted) Assert.Contains(before, line => line.Contains("Withdrawn", StringComparison.Ordinal));
        else Assert.Equal([ended.Nodes[5].Value], ended.Rows);
    }

    [Theory]
    [MemberData(nameof(Points))]
    public async Task A_controller_that_dies_while_it_compacts_is_followed_by_one_that_goes_on(string kind, bool isAfter, bool comesLate)
    {
        var ended = await EndedWorld.CreateAsync();
        var before = await ended.TellAsync();
        var first = ended.Process("first", new CrashPoint(Enum.Parse<WriteKind>(kind), 1, isAfter));
        Assert.Null(await first.CompactAsync(RolloutWorld.Id));
        Assert.Equal(before, await ended.TellAsync());
        if (comesLate)
        {
            await ended.World.Host(6).FinishAsync(RolloutWorld.Id);
            var late = await ended.TellAsync();
            Assert.Equal([ended.Nodes[5].Value], before.Except(late).Select(line => line.Split(' ')[0]));
            before = late;
        }

        Assert.Equal(CompactionOutcome.Compacted, await ended.Process("second").CompactAsync(RolloutWorld.Id));
        ended.HoldCompacted();
        Assert.Equal(before, await ended.TellAsync());
        if (!comesLate) await ended.World.HoldEndAsync();
    }

    [Fact]
    public async Task Whoever_looks_sees_the_same_before_and_after_every_request()
    {
        var ended = await EndedWorld.CreateAsync();
        var before = await ended.TellAsync();
        var (looks, isLooking) = (0, false);
        var process = ended.Process("daemon");
        process.Process.Faults = _ =>
        {
            if (isLooking) return SimulatedFault.None;
            isLooking = true;
            // Everything here is done when the call returns.
            Assert.Equal(before, ended.TellAsync().GetAwaiter().GetResult());
            (looks, isLooking) = (looks + 1, false);
            return SimulatedFault.None;
        };
        Assert.Equal(CompactionOutcome.Compacted, await process.CompactAsync(RolloutWorld.Id));
        Assert.True(looks > 10);
        Assert.Equal(before, await ended.TellAsync());
    }

    [Fact]
    public async Task A_look_that_a_whole_compaction_overtakes_still_sees_every_result()
    {
        var ended = await EndedWorld.CreateAsync();
        var before = await ended.TellAsync();
        for (var request = 1; request <= 20; request++)
        {
            ended = await EndedWorld.CreateAsync();
            var reader = ended.World.Server.Process("slow reader");
            var number = 0;
            reader.Faults = _ =>
            {
                if (++number == request) Assert.Equal(CompactionOutcome.Compacted, ended.Process("daemon").CompactAsync(RolloutWorld.Id).GetAwaiter().GetResult());
                return SimulatedFault.None;
            };
            var snapshot = await new Controller.Aggregation.RolloutReader(ended.World.Time).ReadAsync(reader.Connect(), RolloutWorld.Id, CancellationToken.None);
            Assert.Equal(before.Select(line => line.Split(' ')[2]), snapshot!.Nodes.Select(n => n.Standing.Ended.ToString()));
        }
    }

    [Fact]
    public async Task A_late_result_overrides_its_folded_copy_and_its_row_stays()
    {
        var ended = await EndedWorld.CreateAsync();
        Assert.Equal(CompactionOutcome.Compacted, await ended.Process("daemon").CompactAsync(RolloutWorld.Id));
        await ended.World.Host(6).FinishAsync(RolloutWorld.Id);
        ended.HoldCompacted();
        var node = (await ended.ReadAsync())!.Nodes[5];
        Assert.Equal((ResultState.Succeeded, ResultState.Unreachable), (node.Standing.Ended, node.Result!.Replaces));
    }

    [Fact]
    public async Task A_rollout_that_is_rolled_back_meanwhile_fences_the_compaction_which_begins_anew()
    {
        var ended = await EndedWorld.CreateAsync();
        var before = await ended.TellAsync();
        var process = ended.Process("daemon");
        var happened = false;
        process.Process.Faults = request =>
        {
            if (!request.IsWrite || request.WriteNumber != 2 || happened) return SimulatedFault.None;
            happened = true;
            var stat = ended.World.Server.Stat(ZnodeLayout.State(RolloutWorld.Id))!.Value;
            var next = ended.World.State! with { Phase = RolloutPhase.RolledBack, Owner = "another", RolledBackBy = "R1-rollback" };
            Assert.True(ended.World.Server.Apply("another", RolloutTransaction.SetState(RolloutWorld.Id, next, stat.Version)).Succeeded);
            return SimulatedFault.None;
        };
        Assert.Equal(CompactionOutcome.Compacted, await process.CompactAsync(RolloutWorld.Id));
        ended.HoldCompacted();
        Assert.Equal(("R1-rollback", RolloutPhase.RolledBack), (ended.World.State!.RolledBackBy, ended.World.State.Phase));
        Assert.Equal(before, await ended.TellAsync());
    }

    [Theory]
    [InlineData(SimulatedFault.LoseReply)]
    [InlineData(SimulatedFault.LoseRequest)]
    [InlineData(SimulatedFault.ExpireBefore)]
    [InlineData(SimulatedFault.ExpireAfter)]
    public async Task Whichever_answer_is_lost_it_is_compacted_once(SimulatedFault fault)
    {
        for (var number = 1; number <= 5; number++)
        {
            var ended = await EndedWorld.CreateAsync();
            var before = await ended.TellAsync();
            var process = ended.Process("first");
            var happened = false;
            process.Process.Faults = request => request.IsWrite && request.WriteNumber == number && !happened && (happened = true) ? fault : SimulatedFault.None;
            var outcome = await process.CompactAsync(RolloutWorld.Id);
            if (fault is SimulatedFault.LoseReply or SimulatedFault.LoseRequest) Assert.Equal(CompactionOutcome.Compacted, outcome);
            else Assert.Equal(CompactionOutcome.Compacted, await ended.Process("second").CompactAsync(RolloutWorld.Id));
            Assert.True(happened);
            ended.HoldCompacted();
            Assert.Equal(before, await ended.TellAsync());
        }
    }

    [Fact]
    public async Task What_another_has_in_hand_has_not_ended_or_is_a_query_is_left_alone()
    {
        var world = new RolloutWorld(seed: 1, [HostHabit.Works], parallel: 1);
        await world.BeginAsync();
        var process = new CompactingProcess(world.Server, world.Time, "daemon");
        Assert.Equal(CompactionOutcome.Unfinished, await process.CompactAsync(RolloutWorld.Id));
        Assert.Equal(CompactionOutcome.Gone, await process.CompactAsync("R2"));
        Assert.True(await world.RunAsync());
        Assert.Equal(CompactionOutcome.OwnedByOther, await process.CompactAsync(RolloutWorld.Id));

        var query = new RolloutWorld(seed: 1, [HostHabit.Works], parallel: 1).With(plan => plan with { Command = plan.Command with { Kind = CommandKind.Query } });
        await query.BeginAsync();
        Assert.True(await query.RunAsync());
        query.KillController();
        Assert.Equal(CompactionOutcome.Query, await new CompactingProcess(query.Server, query.Time, "daemon").CompactAsync(RolloutWorld.Id));
        Assert.Single(query.Rows);
    }

    [Fact]
    public async Task A_rollout_that_never_was_prepared_is_compacted_to_nothing()
    {
        var world = new RolloutWorld(seed: 1, [HostHabit.Works, HostHabit.Works], parallel: 1, waves: 2);
        await world.BeginAsync(new CrashPoint(WriteKind.Chunk, 1, IsAfter: true));
        Assert.True(await world.RunAsync());
        world.KillController();
        Assert.Equal(CompactionOutcome.Compacted, await new CompactingProcess(world.Server, world.Time, "daemon").CompactAsync(RolloutWorld.Id));
        Assert.Equal((0, true), (world.State!.Folded, world.State.Compacted));
        await world.HoldEndAsync();
    }
}
