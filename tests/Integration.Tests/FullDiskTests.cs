using System.Text.Json;
using ChefActors.Core.Nodes;
using ChefActors.Core.Results;
using ChefActors.Core.Znodes;
using ChefActors.Integration.Tests.Fleet;
using ChefActors.Testing;

namespace ChefActors.Integration.Tests;

/// <summary>
/// A state directory on a really full file system: nothing new starts, the node says so, nothing is lost, it goes on when there is room, and never starts
/// twice. Journal, outputs and the log's file lie on it.
/// </summary>
[Trait("suite", "chaos")]
public sealed class FullDiskTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private EmbeddedFleet _fleet = null!;

    public async Task InitializeAsync() => _fleet = await EmbeddedFleet.StartAsync();

    public async Task DisposeAsync() => await _fleet.DisposeAsync();

    [SmallDiskFact]
    public async Task On_a_full_disk_nothing_starts_the_node_says_so_and_with_room_it_goes_on()
    {
        await using var node = new NodeUnderTest(_fleet.Server.ConnectString);
        await using var disk = await SmallDisk.MountAsync(node.StateDirectory, kib: 512);
        await Start(node, disk);
        disk.Fill();
        await node.Dispatch(_fleet.Client, "R1");
        await Blocked(node, "the disk was full");
        Assert.Equal(0, node.Starts.Starts);

        // A death does not mend it: the next life cannot even rewrite its journal, and says so.
        await node.Kill();
        node.Launch();
        Assert.Equal(1, await node.Process.WaitForExit(Patience));
        Assert.Contains(node.Process.Errors, line => line.Contains("No space left", StringComparison.Ordinal));

        disk.Free();
        await Start(node, disk);
        await Succeeds(node, "R1");
    }

    [SmallDiskFact]
    public async Task A_run_that_fills_the_disk_has_its_own_exit_code_as_its_room_was_kept()
    {
        await using var node = new NodeUnderTest(_fleet.Server.ConnectString) { Seconds = "1.5" };
        await using var disk = await SmallDisk.MountAsync(node.StateDirectory, kib: 512);
        await Start(node, disk);
        await node.Dispatch(_fleet.Client, "R1");
        await Eventually.BecomesTrue(() => node.Starts.Starts == 1, "the run");
        disk.Fill();
        var result = await node.Row(_fleet.Client, "R1");

        // The stand-in's output had no room. What it ended with is told all the same, and its record found the room that the wrapper freed.
        Assert.NotNull(result.ExitCode);
        Assert.Equal(1, node.Starts.Starts);
        await node.IsEmpty(_fleet.Client);

        disk.Fill();
        await node.Dispatch(_fleet.Client, "R2");
        await Blocked(node, "the disk was full");
        disk.Free();
        await Succeeds(node, "R2", starts: 2);
    }

    [SmallDiskFact]
    public async Task A_code_that_the_wrapper_could_not_write_is_interrupted_once()
    {
        await using var node = new NodeUnderTest(_fleet.Server.ConnectString) { Seconds = "2" };
        await using var disk = await SmallDisk.MountAsync(node.StateDirectory, kib: 512);
        await Start(node, disk);
        await node.Dispatch(_fleet.Client, "R1");
        await Eventually.BecomesTrue(() => node.Starts.Starts == 1, "the run");
        File.Delete(disk["runs/R1.1/exit.new"]);
        disk.Fill();
        await Eventually.BecomesTrue(() => File.Exists(disk["runs/R1.1/exit.new"]), "the wrapper's attempt");
        disk.Free();
        var result = await node.Row(_fleet.Client, "R1");
        Assert.Equal((ResultState.Interrupted, ReasonCode.ExitCodeUnknown), (result.State, result.Reason?.Code));
        Assert.Equal(1, node.Starts.Starts);
        await node.IsEmpty(_fleet.Client);
        Assert.Equal(1, (await _fleet.Client.ExistsAsync(ZnodeLayout.Row("R1", node.Name)))!.Value.Version);
    }

    [SmallDiskFact]
    public async Task A_record_that_was_cut_in_the_middle_is_no_start_and_no_damage()
    {
        await using var node = new NodeUnderTest(_fleet.Server.ConnectString);
        await using var disk = await SmallDisk.MountAsync(node.StateDirectory, kib: 512);
        await Start(node, disk);

        // Room for the attributes' file (2 pages) and for what is kept (16), not for a record with those attributes in it.
        using var attributes = JsonDocument.Parse($$"""{"filler":"{{new string('a', 6000)}}"}""");
        disk.Fill(pagesLeft: 18);
        await node.Dispatch(_fleet.Client, "R1", command => command with { Attributes = attributes.RootElement });
        await Blocked(node, "cannot be written");
        Assert.Equal(0, new FileInfo(disk["journal"]).Length % 4096);
        Assert.Equal(0, node.Starts.Starts);

        // The next life finds the cut record.
        await node.Kill();
        disk.Free();
        await Start(node, disk);
        await Succeeds(node, "R1");
    }

    [SmallDiskFact]
    public async Task A_directory_of_runs_that_became_read_only_holds_the_start_until_it_can_be_written()
    {
        await using var node = new NodeUnderTest(_fleet.Server.ConnectString);
        await using var disk = await SmallDisk.MountAsync(node.StateDirectory, kib: 512);
        await Start(node, disk);
        var runs = Path.Combine(node.StateDirectory, "runs");
        await disk.Run("mkdir", "-p", runs);
        await disk.Run("mount", "-t", "tmpfs", "-o", "ro", "none", runs);
        await node.Dispatch(_fleet.Client, "R1");
        await Blocked(node, "Read-only");
        Assert.Equal(0, node.Starts.Starts);
        await disk.Run("umount", runs);
        await Succeeds(node, "R1");
    }

    [Fact]
    public async Task A_state_directory_that_vanished_takes_no_start_until_it_is_back()
    {
        await using var node = new NodeUnderTest(_fleet.Server.ConnectString);
        await node.Start();
        var away = node.StateDirectory + ".away";
        Directory.Move(node.StateDirectory, away);
        await node.Dispatch(_fleet.Client, "R1");
        await Blocked(node, "gone");
        Assert.Equal(0, node.Starts.Starts);
        Assert.False(Directory.Exists(node.StateDirectory));
        Directory.Move(away, node.StateDirectory);
        await Succeeds(node, "R1");
    }

    private static async Task Start(NodeUnderTest node, SmallDisk disk)
    {
        node.Prefix = disk.Prefix;

        // The note of a cgroup would take a page of those that are counted here.
        await node.Start("--set", "chefactors.stop.cgroup=off", "--set", $"chefactors.log.file={Path.Combine(node.StateDirectory, "log", "node.log")}");
    }

    private async Task Blocked(NodeUnderTest node, string why) => await Eventually.BecomesTrue(
        async () =>
        {
            var data = (await _fleet.Client.GetDataAsync(ZnodeLayout.Activity(node.Name))).Data;
            return data is { Length: > 0 } && PayloadCodec.Read(data, PayloadJson.Default.Activity).Value is { State: ActivityState.Blocked } activity
                && activity.WaitsFor!.Contains(why, StringComparison.Ordinal);
        },
        $"activity says blocked: {why}; node host:\n{node.Process.Tail()}",
        Patience);

    private async Task Succeeds(NodeUnderTest node, string command, int starts = 1)
    {
        Assert.Equal(ResultState.Succeeded, (await node.Row(_fleet.Client, command)).State);
        Assert.Equal((starts, 1), (node.Starts.Starts, (await _fleet.Client.ExistsAsync(ZnodeLayout.Row(command, node.Name)))!.Value.Version));
        await node.IsEmpty(_fleet.Client);
    }
}
