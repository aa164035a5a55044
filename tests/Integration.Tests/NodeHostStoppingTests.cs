using ChefActors.Core.Results;
using ChefActors.Integration.Tests.Fleet;
using ChefActors.Testing;

namespace ChefActors.Integration.Tests;

/// <summary>A stopped run leaves nothing behind, a run that ended by itself leaves its daemons: real node hosts, shells and signals, by each means of stopping.</summary>
[Trait("suite", "chaos")]
public sealed class NodeHostStoppingTests : IAsyncLifetime
{
    private const string NoCgroup = "chefactors.stop.cgroup=off";

    /// <summary>chef-client's way: it ends with 2 at once.</summary>
    private const string EndsAtSigint = "trap 'exit 2' INT; while :; do sleep 0.2; done";

    private EmbeddedFleet _fleet = null!;
    private NodeUnderTest _node = null!;

    public async Task InitializeAsync()
    {
        _fleet = await EmbeddedFleet.StartAsync();
        _node = new NodeUnderTest(_fleet.Server.ConnectString);
    }

    public async Task DisposeAsync()
    {
        await _node.DisposeAsync();
        await _fleet.DisposeAsync();
    }

    [CgroupFact]
    public Task By_cgroup_all_five_leftovers_of_a_stopped_run_are_ended() => NothingIsLeft([], Leftovers.Five);

    [CgroupFact]
    public Task By_cgroup_all_five_are_ended_after_the_node_host_was_killed_and_adopted_the_run() => NothingIsLeft([], Leftovers.Five, restart: true);

    [Fact]
    public Task As_the_reaper_of_orphans_all_five_leftovers_of_a_stopped_run_are_ended() => NothingIsLeft(["--set", NoCgroup], Leftovers.Five);

    /// <summary>What docs/security.md says: then, and only then, one that cleared its environment and lost its parent escapes.</summary>
    [Fact]
    public Task Without_a_cgroup_those_that_bear_the_environment_are_ended_after_the_node_host_was_killed() =>
        NothingIsLeft(["--set", NoCgroup], ["shell", "child", "nohup", "setsid"], restart: true);

    /// <summary>As scripts start what they put into the background, and nohup its program: what is ignored is inherited, and a shell cannot undo it.</summary>
    [Fact]
    public Task Started_with_signals_ignored_its_runs_hear_them_all_the_same()
    {
        _node.Prefix = ["env", "--ignore-signal=INT,QUIT,HUP"];
        return NothingIsLeft(["--set", NoCgroup], Leftovers.Five);
    }

    private async Task NothingIsLeft(string[] flags, IReadOnlyList<string> ended, bool restart = false)
    {
        using var leftovers = new Leftovers(EndsAtSigint);
        _node.ChefClient = leftovers.Path;
        await _node.Start(flags);
        await _node.Dispatch(_fleet.Client, "R1");
        await leftovers.AreThere();
        if (restart)
        {
            await _node.Kill();
            await _node.Start(flags);
        }

        Assert.Equal(Leftovers.Five, leftovers.Living);
        await _node.AskToStop(_fleet.Client, "R1");
        var result = await _node.Row(_fleet.Client, "R1");
        Assert.Equal((ResultState.Cancelled, 2), (result.State, result.ExitCode));
        Assert.Equal(Leftovers.Five.Except(ended, StringComparer.Ordinal), leftovers.Living);
        await _node.IsEmpty(_fleet.Client);
    }

    [CgroupFact]
    public Task By_cgroup_a_run_that_ended_by_itself_leaves_its_daemons_and_its_cgroup_goes_with_them() => DaemonsStay([], hasCgroup: true);

    [Fact]
    public Task As_the_reaper_of_orphans_a_run_that_ended_by_itself_leaves_its_daemons_also_when_the_node_host_ends() => DaemonsStay(["--set", NoCgroup], hasCgroup: false);

    private async Task DaemonsStay(string[] flags, bool hasCgroup)
    {
        using var leftovers = new Leftovers("exit 0");
        _node.ChefClient = leftovers.Path;
        await _node.Start(flags);
        await _node.Dispatch(_fleet.Client, "R1");
        Assert.Equal(ResultState.Succeeded, (await _node.Row(_fleet.Client, "R1")).State);
        Assert.Equal(Leftovers.Five, leftovers.Living);
        var cgroup = CgroupOf(leftovers.Pid("bare"));
        Assert.Equal(hasCgroup, cgroup is not null);

        // A stopped run beside them ends its own alone.
        using var stopped = new Leftovers(EndsAtSigint);
        File.Delete(leftovers.Path);
        File.CreateSymbolicLink(leftovers.Path, stopped.Path);
        await _node.Dispatch(_fleet.Client, "R2");
        await stopped.AreThere();
        await _node.AskToStop(_fleet.Client, "R2");
        Assert.Equal(ResultState.Cancelled, (await _node.Row(_fleet.Client, "R2")).State);
        Assert.Equal(Leftovers.Five, leftovers.Living);

        // Without a cgroup nobody can say whose a daemon without environment and parent is while another run's live: it is spared, and the log says so.
        Assert.Equal(hasCgroup ? [] : ["bare"], stopped.Living);
        if (!hasCgroup) Assert.Contains(_node.Process.Errors, line => line.Contains("may be its own or an earlier run's", StringComparison.Ordinal));

        _node.Process.Signal(UnixSignal.Terminate);
        await _node.Process.WaitForExit();
        Assert.Equal(Leftovers.Five, leftovers.Living);
        if (cgroup is null) return;
        Assert.True(Directory.Exists(cgroup), $"{cgroup} went with its daemons in it");
        foreach (var name in Leftovers.Five) Signals.Send(leftovers.Pid(name), UnixSignal.Kill);
        await Eventually.BecomesTrue(() => leftovers.Living.Count == 0, "the daemons' end");
        await _node.Start(flags);
        await Eventually.BecomesTrue(() => !Directory.Exists(cgroup), $"that {cgroup} is removed");
    }

    /// <summary>The whole ladder, on two nodes at once: a chef-client that hears nothing, and one that, as with its server down, only ends at the second SIGINT.</summary>
    [Fact]
    public async Task The_second_SIGINT_comes_after_five_seconds_and_force_after_five_more()
    {
        await using var other = new NodeUnderTest(_fleet.Server.ConnectString, "web-2.example.com");
        using var deaf = new Leftovers("trap '' INT TERM; while :; do sleep 0.2; done");
        using var slow = new Leftovers("""n=0; trap 'n=$((n+1)); date +%s.%N >>"$d/heard"; [ $n -lt 2 ] || exit 2' INT; while :; do sleep 0.2; done""");
        (_node.ChefClient, other.ChefClient) = (deaf.Path, slow.Path);
        await Task.WhenAll(_node.Start("--set", NoCgroup), other.Start());
        await _node.Dispatch(_fleet.Client, "R1", command => command with { RunTimeoutS = 5, LockWaitS = 0 });
        await other.Dispatch(_fleet.Client, "R2", command => command with { RunTimeoutS = 5, LockWaitS = 0 });
        var second = await other.Row(_fleet.Client, "R2");
        Assert.Equal((ResultState.TimedOut, 2), (second.State, second.ExitCode));
        double[] heard = [.. File.ReadAllLines(Path.Combine(slow.Directory, "heard")).Select(line => double.Parse(line, System.Globalization.CultureInfo.InvariantCulture))];
        Assert.Equal(2, heard.Length);
        Assert.InRange(heard[1] - heard[0], 5, 30);
        Assert.Empty(slow.Living);
        var first = await _node.Row(_fleet.Client, "R1");
        Assert.Equal((ResultState.TimedOut, (int?)null), (first.State, first.ExitCode));
        Assert.InRange((first.FinishedAt - first.StartedAt)!.Value.TotalSeconds, 15, 45);
        Assert.Empty(deaf.Living);
        Assert.False(Leftovers.IsAlive(deaf.Pid("chef")));
    }

    [Fact]
    public async Task A_chef_client_stuck_on_its_lock_is_ended_by_SIGINT()
    {
        var holding = new Dictionary<string, string?>(StringComparer.Ordinal) { ["CHEF_STAND_IN_SECONDS"] = "120", ["CHEF_STAND_IN_STARTS"] = _node.Starts.Path };
        await using var holder = TestProcess.Start(_node.ChefClient, ["-c", _node.ChefConfig, "-o", "recipe[a]"], holding);
        await Eventually.BecomesTrue(() => File.Exists(_node.Starts.Path) && File.ReadAllText(_node.Starts.Path).Contains("\"locked\"", StringComparison.Ordinal), "that the lock is held");
        await _node.Start();

        await _node.Dispatch(_fleet.Client, "R1");
        await Eventually.BecomesTrue(() => _node.Starts.Starts == 2, "the run that waits");
        await _node.AskToStop(_fleet.Client, "R1");
        var result = await _node.Row(_fleet.Client, "R1");
        Assert.Equal((ResultState.Cancelled, ReasonCode.Abort), (result.State, result.Reason?.Code));
        Assert.InRange((result.FinishedAt - result.StartedAt)!.Value.TotalSeconds, 0, 30);
    }

    /// <summary>A chain of forks, each of which ends at once, in sessions of their own and without environment: no look at a table ever catches it. It ends by itself after a while, not within the bound of this test.</summary>
    [CgroupFact]
    public async Task By_cgroup_a_chain_of_forks_that_nobody_can_catch_is_ended()
    {
        using var leftovers = new Leftovers("""
            cat >"$d/chain" <<'END'
            [ "$1" -gt 0 ] || exit 0
            echo "$1" >"$2/at"
            setsid sh "$0" $(($1 - 1)) "$2" &
            END
            env -i PATH="$PATH" setsid sh "$d/chain" 100000 "$d" &
            while [ ! -s "$d/at" ]; do sleep 0.05; done
            trap 'exit 2' INT; while :; do sleep 0.2; done
            """);
        _node.ChefClient = leftovers.Path;
        await _node.Start();
        await _node.Dispatch(_fleet.Client, "R1");
        await Eventually.BecomesTrue(() => File.Exists(Path.Combine(leftovers.Directory, "at")), "the chain");
        await _node.AskToStop(_fleet.Client, "R1");
        Assert.Equal(ResultState.Cancelled, (await _node.Row(_fleet.Client, "R1")).State);
        // Each link writes its number: with the last one gone it stands still, far from the end.
        await Eventually.BecomesTrue(async () => await At() is var at && await Later() == at && at is not "1\n", $"that the chain stands still; node host:\n{_node.Process.Tail()}");
        Assert.Empty(leftovers.Living);

        Task<string> At() => File.ReadAllTextAsync(Path.Combine(leftovers.Directory, "at"));

        async Task<string> Later()
        {
            await Task.Delay(200);
            return await At();
        }
    }

    [Fact]
    public async Task After_200_runs_that_leave_orphans_no_zombie_is_left_and_descriptors_and_threads_are_as_many_as_before()
    {
        using var directory = new TemporaryDirectory();
        File.WriteAllText(directory["chef-client"], "#!/bin/sh\n[ \"$1\" = --version ] && exit 0\n(setsid sh -c 'exit 3' &)\n(sleep 0.01 &)\nexit 0\n");
        File.SetUnixFileMode(directory["chef-client"], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        _node.ChefClient = directory["chef-client"];
        await _node.Start("--set", NoCgroup);
        await Runs(1, 20);
        var before = Handles();
        await Runs(21, 200);
        // The one that is left waits for the next run.
        await Eventually.BecomesTrue(() => Children().Count == 1 && Directory.Exists(Path.Combine(_node.StateDirectory, "runs", "next")), "that no other child is left");
        Assert.InRange(Handles(), 0, before + 8);
        Assert.InRange(Directory.GetFiles($"/proc/{_node.Process.Id}/task").Length + Directory.GetDirectories($"/proc/{_node.Process.Id}/task").Length, 1, 60);

        async Task Runs(int from, int to)
        {
            for (var i = from; i <= to; i++) await _node.Dispatch(_fleet.Client, $"R{i}");
            Assert.Equal(ResultState.Succeeded, (await _node.Row(_fleet.Client, $"R{to}")).State);
            await _node.IsEmpty(_fleet.Client);
        }

        int Handles() => Directory.GetFiles($"/proc/{_node.Process.Id}/fd").Length;

        IReadOnlyList<string> Children() =>
            [.. Directory.GetDirectories($"/proc/{_node.Process.Id}/task").SelectMany(task => File.ReadAllText(Path.Combine(task, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries))];
    }

    [Fact]
    public async Task The_log_says_once_by_what_runs_are_stopped_and_why()
    {
        await _node.Start("--set", NoCgroup);
        Assert.Single(_node.Process.Errors, line => line.Contains("its orphans come to the node host", StringComparison.Ordinal) && line.Contains("stop.cgroup = off", StringComparison.Ordinal));
    }

    /// <summary>The directory of the leaf that a process is in; null: it is in none of ours.</summary>
    private static string? CgroupOf(int pid)
    {
        var path = File.ReadAllLines($"/proc/{pid}/cgroup").FirstOrDefault(line => line.StartsWith("0::", StringComparison.Ordinal))?[3..];
        if (path is null || !Path.GetFileName(path).StartsWith("chefactors-", StringComparison.Ordinal)) return null;
        return new[] { "/sys/fs/cgroup" + path, "/sys/fs/cgroup/unified" + path }.Single(Directory.Exists);
    }
}
