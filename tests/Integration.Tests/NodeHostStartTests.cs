using ChefActors.Core.Results;
using ChefActors.Integration.Tests.Fleet;
using ChefActors.Testing;

namespace ChefActors.Integration.Tests;

/// <summary>What is wrong with the machine or the command line: a clear error, and nothing lost.</summary>
public sealed class NodeHostStartTests : IAsyncLifetime
{
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

    [Theory]
    [InlineData("chefactors.queue.limt=10", "chefactors.queue.limt")]
    [InlineData("chefactors.queue.limit=none", "chefactors.queue.limit")]
    [InlineData("chefactors.node.name=Web_1!", "chefactors.node.name")]
    [InlineData("chefactors.zookeeper.connect=zk:99999", "chefactors.zookeeper.connect")]
    [InlineData("chefactors.zookeeper.connect=192.0.2.1:2181", "not on loopback")]
    public async Task A_wrong_setting_stops_the_start_and_is_named(string setting, string named)
    {
        await using var process = TestProcess.Start(Repository.Executable("chefactors-node"), ["--state-dir", _node.StateDirectory, "--set", setting]);
        Assert.Equal(2, await process.WaitForExit());
        Assert.Contains(process.Errors, line => line.Contains(named, StringComparison.Ordinal) && (line.Contains("allowed", StringComparison.Ordinal) || line.Contains("Allowed", StringComparison.Ordinal)));
        Assert.False(Directory.Exists(_node.StateDirectory));
    }

    [Fact]
    public async Task A_wrong_value_of_a_flag_names_that_flag_and_not_set()
    {
        await using var process = TestProcess.Start(Repository.Executable("chefactors-node"), ["--state-dir", _node.StateDirectory, "--name", "Web_1!", "--location", "a//b"]);
        Assert.Equal(2, await process.WaitForExit());
        Assert.Contains(process.Errors, line => line.Contains("'Web_1!' (--name)", StringComparison.Ordinal));
        Assert.Contains(process.Errors, line => line.Contains("'a//b' (--location)", StringComparison.Ordinal));
        Assert.DoesNotContain(process.Errors, line => line.Contains("--set", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_state_directory_in_use_is_refused()
    {
        await _node.Start();
        await using var second = TestProcess.Start(
            Repository.Executable("chefactors-node"), ["--zookeeper", _fleet.Server.ConnectString, "--name", "other.example.com", "--state-dir", _node.StateDirectory]);
        Assert.Equal(1, await second.WaitForExit());
        Assert.Contains(second.Errors, line => line.Contains("in use by another node host", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_state_directory_that_cannot_be_written_is_refused()
    {
        // A file where the directory should be: refused for root too, whom no mode stops.
        File.WriteAllText(_node.StateDirectory, "");
        _node.Launch();
        Assert.Equal(1, await _node.Process.WaitForExit());
        Assert.Contains(_node.Process.Errors, line => line.Contains(_node.StateDirectory, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_journal_cut_in_its_last_record_is_read_up_to_there()
    {
        await _node.Start();
        await _node.Dispatch(_fleet.Client, "R1");
        await _node.Row(_fleet.Client, "R1");
        await _node.Kill();
        var journal = Path.Combine(_node.StateDirectory, "journal");
        var bytes = await File.ReadAllBytesAsync(journal);
        await File.WriteAllBytesAsync(journal, bytes[..(bytes.AsSpan().LastIndexOfAnyExcept((byte)0) - 6)]);
        await _node.Start();
        await _node.Dispatch(_fleet.Client, "R2");
        Assert.Equal(ResultState.Succeeded, (await _node.Row(_fleet.Client, "R2")).State);
        Assert.Equal(2, _node.Starts.Starts);
    }

    [Fact]
    public async Task A_journal_damaged_in_its_middle_stops_the_start_and_says_what_to_do()
    {
        await _node.Start();
        await _node.Dispatch(_fleet.Client, "R1");
        await _node.Row(_fleet.Client, "R1");
        await _node.Kill();
        var journal = Path.Combine(_node.StateDirectory, "journal");
        var bytes = await File.ReadAllBytesAsync(journal);
        bytes[40] ^= 0xff;
        await File.WriteAllBytesAsync(journal, bytes);
        _node.Launch();
        Assert.Equal(1, await _node.Process.WaitForExit());
        Assert.Contains(_node.Process.Errors, line => line.Contains("damaged", StringComparison.Ordinal) && line.Contains("move it away", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_chef_client_that_is_missing_or_cannot_be_executed_is_a_failure_that_says_so()
    {
        _node.ChefClient = "/nowhere/chef-client";
        await _node.Start();
        await _node.Dispatch(_fleet.Client, "R1");
        var missing = await _node.Row(_fleet.Client, "R1");
        Assert.Equal((ResultState.Failed, 127, ReasonCode.ChefClientMissing), (missing.State, missing.ExitCode, missing.Reason?.Code));
        await _node.Kill();
        _node.ChefClient = _node.ChefConfig;
        await _node.Start();
        await _node.Dispatch(_fleet.Client, "R2");
        var odd = await _node.Row(_fleet.Client, "R2");
        Assert.Equal((ResultState.Failed, 126, ReasonCode.ChefClientMissing), (odd.State, odd.ExitCode, odd.Reason?.Code));
    }

    [Fact]
    public async Task A_missing_chef_config_is_a_failure_without_a_run()
    {
        await _node.Start();
        File.Delete(_node.ChefConfig);
        await _node.Dispatch(_fleet.Client, "R1");
        var result = await _node.Row(_fleet.Client, "R1");
        Assert.Equal((ResultState.Failed, ReasonCode.ChefConfigMissing), (result.State, result.Reason?.Code));
        Assert.Null(result.ExitCode);
        Assert.Equal(0, _node.Starts.Starts);
        await _node.IsEmpty(_fleet.Client);
    }

    /// <summary>A mask is inherited, also from a parent that forgot it; no child's end is signalled then.</summary>
    [Fact]
    public async Task Started_with_SIGCHLD_blocked_it_learns_of_the_end_of_its_runs_all_the_same()
    {
        _node.Prefix = ["env", "--block-signal=CHLD"];
        await _node.Start();
        Assert.EndsWith("0000000000010000", File.ReadLines($"/proc/{_node.Process.Id}/status").Single(line => line.StartsWith("SigBlk:", StringComparison.Ordinal)), StringComparison.Ordinal);
        foreach (var id in new[] { "R1", "R2" })
        {
            await _node.Dispatch(_fleet.Client, id);
            Assert.Equal(ResultState.Succeeded, (await _node.Row(_fleet.Client, id)).State);
        }

        Assert.Equal(2, _node.Starts.Starts);
    }
}
