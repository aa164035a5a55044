using ChefActors.Core.Results;
using ChefActors.Core.Znodes;
using ChefActors.Integration.Tests.Fleet;
using ChefActors.Testing;
using ChefActors.ZooKeeper;

namespace ChefActors.Integration.Tests;

/// <summary>The node host kills itself at a named point of its start: opening the journal and registering (T0). The next life registers, and runs what there is once.</summary>
[Trait("suite", "chaos")]
public sealed class NodeHostStartCrashTests
{
    [Theory]
    [InlineData("ReplaceJournal.before")]
    [InlineData("ReplaceJournal.after")]
    [InlineData("MakeCluster.before")]
    [InlineData("MakeCluster.after")]
    [InlineData("MakeZnodes.before")]
    [InlineData("MakeZnodes.after")]
    [InlineData("Register.before")]
    [InlineData("Register.after")]
    [InlineData("AppendAdopted.before")]
    [InlineData("AppendAdopted.after")]
    public async Task A_first_start_that_died_anywhere_is_made_good_by_the_next(string point)
    {
        await using var fleet = await EmbeddedFleet.StartAsync();
        await using var node = new NodeUnderTest(fleet.Server.ConnectString);
        node.Launch(point);
        await node.Process.WaitForExit(TimeSpan.FromSeconds(30));
        await node.Start();
        await RunsOnce(fleet.Client, node);
    }

    /// <summary>The chef-client of the life before is still at work, its <c>alive</c> still there.</summary>
    [Theory]
    [InlineData("ReplaceJournal.before")]
    [InlineData("ReplaceJournal.after")]
    [InlineData("ReplaceGhost.before")]
    [InlineData("ReplaceGhost.after")]
    public async Task A_start_that_died_over_a_run_forgets_neither_the_run_nor_its_result(string point)
    {
        await using var fleet = await EmbeddedFleet.StartAsync();
        await using var node = new NodeUnderTest(fleet.Server.ConnectString) { Seconds = "1.5" };
        await node.Start("--set", "chefactors.zookeeper.session_timeout=40s");
        await node.Dispatch(fleet.Client, "R1");
        await Eventually.BecomesTrue(() => node.Starts.Starts == 1, "the run");
        await node.Kill();
        node.Launch(point);
        await node.Process.WaitForExit(TimeSpan.FromSeconds(30));
        await node.Start();
        Assert.Equal(ResultState.Succeeded, (await node.Row(fleet.Client, "R1")).State);
        await node.IsEmpty(fleet.Client);
        Assert.Equal((1, 1), (node.Starts.Starts, node.Starts.Ends));
    }

    [SmallDiskFact]
    public Task A_clone_that_died_before_it_set_the_journal_aside_does_so_in_its_next_life() => SetsAside("SetJournalAside.before");

    [SmallDiskFact]
    public Task A_clone_that_died_after_it_set_the_journal_aside_begins_its_own() => SetsAside("SetJournalAside.after");

    private static async Task SetsAside(string point)
    {
        await using var fleet = await EmbeddedFleet.StartAsync();
        await using var node = new NodeUnderTest(fleet.Server.ConnectString);
        await using var disk = await SmallDisk.MountAsync(node.StateDirectory, kib: 4096);
        node.Prefix = disk.Prefix;
        await node.Start();
        await node.Kill();

        // Another machine from now on: this file system as it is, with an id of its own.
        await File.WriteAllTextAsync(disk["another-id"], "0123456789abcdef0123456789abcdef\n");
        await disk.Run("mount", "--bind", Path.Combine(node.StateDirectory, "another-id"), "/etc/machine-id");
        node.Launch(point);
        await node.Process.WaitForExit(TimeSpan.FromSeconds(30));
        Assert.Equal(point.EndsWith("after", StringComparison.Ordinal) ? 1 : 0, Aside().Length);
        await node.Start();
        Assert.Single(Aside());
        await RunsOnce(fleet.Client, node);

        string[] Aside() => Directory.GetFiles(disk["."], "journal.of-*");
    }

    private static async Task RunsOnce(IZooKeeperClient client, NodeUnderTest node)
    {
        await node.Dispatch(client, "R1");
        Assert.Equal(ResultState.Succeeded, (await node.Row(client, "R1")).State);
        await node.IsEmpty(client);
        Assert.Equal((1, 1), (node.Starts.Starts, node.Starts.Ends));
        Assert.NotNull(await client.ExistsAsync(ZnodeLayout.Alive(node.Name)));
    }
}
