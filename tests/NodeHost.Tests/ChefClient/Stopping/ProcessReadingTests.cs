using ChefActors.NodeHost.ChefClient.Stopping;

namespace ChefActors.NodeHost.Tests.ChefClient.Stopping;

/// <summary>What the kernel writes into /proc.</summary>
public sealed class ProcessReadingTests
{
    [Fact]
    public void A_name_may_hold_parentheses_blanks_and_ends_of_line()
    {
        var entry = ProcessEntry.Parse(7, "7 (a) S (b\nc) Z 3 4 5 34816 -1 4194304 1 2 3 4 5 6 7 8 20 0 1 0 987654 0 0\n")!;
        Assert.Equal(("a) S (b\nc", 'Z', 3, 4, 5, 987654L), (entry.Name, entry.State, entry.Parent, entry.Group, entry.Session, entry.StartTime));
        Assert.True(entry is { IsZombie: true, HasTerminal: true });
    }

    [Theory]
    [InlineData("")]
    [InlineData("7 (a) S 1 2")]
    [InlineData(") (")]
    public void What_is_no_stat_is_nobody(string text) => Assert.Null(ProcessEntry.Parse(7, text));

    [Fact]
    public void This_process_is_in_the_table_with_its_parent()
    {
        var table = ProcessEntry.ReadAll();
        var self = table[Environment.ProcessId];
        Assert.True(self is { IsZombie: false, StartTime: > 0 });
        Assert.Contains(self.Parent, table.Keys);
    }

    [Theory]
    [InlineData("A=1\0CHEFACTORS_RUN=/s/runs/R1.1\0", RunMark.This)]
    [InlineData("CHEFACTORS_RUN=/s/runs/R1.1", RunMark.This)]
    [InlineData("CHEFACTORS_RUN=/s/runs/R1.10\0", RunMark.Other)]
    [InlineData("CHEFACTORS_COMMAND=R1\0CHEFACTORS_RUN=/other/runs/R1.1\0", RunMark.Other)]
    [InlineData("XCHEFACTORS_RUN=/s/runs/R1.1\0", RunMark.None)]
    [InlineData("CHEFACTORS_COMMAND=R1\0", RunMark.None)]
    [InlineData("", RunMark.None)]
    public void A_run_is_marked_by_its_directory_as_a_command_has_one_id_on_all_of_its_nodes(string environment, object mark) =>
        Assert.Equal(mark, new RunMarker("R1", "/s/runs/R1.1").In(System.Text.Encoding.UTF8.GetBytes(environment)));

    [Theory]
    [InlineData("0::/system.slice/chefactors-node.service\n", "41 31 0:38 / /sys/fs/cgroup rw,nosuid shared:4 - cgroup2 cgroup2 rw\n", "/sys/fs/cgroup/system.slice/chefactors-node.service")]
    [InlineData("4:memory:/x\n0::/\n", "30 29 0:5 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory\n41 31 0:38 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw\n", "/sys/fs/cgroup/unified")]
    [InlineData("0::/a/chefactors-0123456789ab\n", "41 31 0:38 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n", "/sys/fs/cgroup/a")]
    [InlineData("0::/chefactors-0123456789ab\n", "41 31 0:38 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n", "/sys/fs/cgroup")]
    [InlineData("0::/docker/abc/x\n", "41 31 0:38 /docker/abc /sys/fs/my\\040cgroup ro - cgroup2 cgroup2 rw\n", "/sys/fs/my cgroup/x")]
    [InlineData("4:memory:/x\n", "", null)]
    [InlineData("0::/../..\n", "41 31 0:38 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n", null)]
    [InlineData("0::/a\n", "41 31 0:38 / /proc rw - proc proc rw\n", null)]
    [InlineData("0::/abc\n", "41 31 0:38 /ab /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n", null)]
    [InlineData("", "", null)]
    public void The_place_in_the_tree_of_cgroups_is_found_or_it_is_said_why_not(string cgroup, string mounts, string? directory)
    {
        var place = CgroupPlace.Of(mounts, cgroup);
        Assert.Equal(directory, place.Directory);
        Assert.Equal(directory is null, place.Fault is { Length: > 0 });
    }

    [Theory]
    [InlineData("chefactors-0123456789ab", true)]
    [InlineData("chefactors-node.service", false)]
    [InlineData("chefactors-0123456789ab.service", false)]
    [InlineData("chefactors-0123456789AB", false)]
    public void The_unit_of_the_node_host_is_no_leaf(string name, bool isLeaf) => Assert.Equal(isLeaf, CgroupPlace.IsLeaf(name));

    [Fact]
    public void A_note_that_names_no_leaf_is_none()
    {
        var directory = new RunDirectoryForTest();
        foreach (var path in new[] { "/", "/sys/fs/cgroup", "/tmp", "relative/chefactors-0123456789ab", "/tmp/../tmp/chefactors-0123456789ab", "/nowhere/chefactors-0123456789ab", "" })
        {
            File.WriteAllText(directory.Run.Cgroup, path);
            Assert.Null(RunCgroup.Find(directory.Run));
        }

        Directory.Delete(directory.Run.Path, recursive: true);
    }

    private sealed class RunDirectoryForTest
    {
        public NodeHost.ChefClient.RunDirectory Run { get; } = new(Directory.CreateTempSubdirectory("chefactors-note-").FullName);
    }
}
