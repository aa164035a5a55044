using ChefActors.Core.Results;
using ChefActors.Core.Znodes;
using ChefActors.Integration.Tests.Fleet;
using ChefActors.Testing;

namespace ChefActors.Integration.Tests;

public sealed class NodeHostInboxTests : IAsyncLifetime
{
    private EmbeddedFleet _fleet = null!;
    private NodeUnderTest _node = null!;

    public async Task InitializeAsync()
    {
        _fleet = await EmbeddedFleet.StartAsync();
        _node = new NodeUnderTest(_fleet.Server.ConnectString);
        await _node.Start();
    }

    public async Task DisposeAsync()
    {
        await _node.DisposeAsync();
        await _fleet.DisposeAsync();
    }

    [Fact]
    public async Task A_command_gets_one_result_in_its_row_and_at_the_node_and_its_entry_goes()
    {
        await _node.Dispatch(_fleet.Client, "R1");
        var row = await _node.Row(_fleet.Client, "R1");
        Assert.Equal(ResultState.Succeeded, row.State);
        Assert.True(row.IsSameAs(await _node.Latest(_fleet.Client, "R1")));
        Assert.Equal(1, (await _fleet.Client.ExistsAsync(ZnodeLayout.Row("R1", _node.Name)))!.Value.Version);
        await _node.IsEmpty(_fleet.Client);
    }

    [Fact]
    public async Task Bad_entries_are_rejected_with_their_reason_and_good_ones_still_run()
    {
        await _node.Dispatch(_fleet.Client, "V2", command => command with { V = 2 });
        await _node.Dispatch(_fleet.Client, "NODE", command => command with { Node = "other.example.com" });
        await _node.Dispatch(_fleet.Client, "CLUSTER", command => command with { Cluster = "another" });
        await _node.Dispatch(_fleet.Client, "LATE", command => command with { AcceptBy = TimeProvider.System.GetUtcNow().AddMinutes(-1) });
        await _node.Dispatch(_fleet.Client, "JSON", raw: "{\"v\":1,"u8.ToArray());
        await _node.Dispatch(_fleet.Client, "NAMED", command => command with { Mode = Core.Commands.RunMode.Named, RunList = [], NamedRunList = "x" });
        (string Id, ResultState State, string Code)[] expected =
        [
            ("V2", ResultState.Rejected, ReasonCode.UnsupportedVersion),
            ("NODE", ResultState.Rejected, ReasonCode.WrongNode),
            ("CLUSTER", ResultState.Rejected, ReasonCode.WrongCluster),
            ("LATE", ResultState.Expired, ReasonCode.TooLate),
            ("JSON", ResultState.Rejected, ReasonCode.BadJson),
            ("NAMED", ResultState.Rejected, ReasonCode.PolicyfileMode),
        ];
        foreach (var (id, state, code) in expected)
        {
            var result = await _node.Row(_fleet.Client, id);
            Assert.Equal((id, state, code), (id, result.State, result.Reason?.Code));
        }

        Assert.Equal(0, _node.Starts.Starts);
        await _node.Dispatch(_fleet.Client, "GOOD");
        Assert.Equal(ResultState.Succeeded, (await _node.Row(_fleet.Client, "GOOD")).State);
        await _node.IsEmpty(_fleet.Client);
    }

    [Fact]
    public async Task The_same_command_twice_runs_once()
    {
        await _node.Dispatch(_fleet.Client, "R1");
        await _node.Row(_fleet.Client, "R1");

        // As a restored backup would have it: entry and row as they were before the run.
        await _fleet.Client.DeleteAsync(ZnodeLayout.Row("R1", _node.Name));
        await _node.Dispatch(_fleet.Client, "R1");
        var again = await _node.Row(_fleet.Client, "R1");
        Assert.Equal((ResultState.Rejected, ReasonCode.Replayed), (again.State, again.Reason?.Code));
        Assert.Equal(1, _node.Starts.Starts);
    }

    [Fact]
    public async Task An_entry_that_nobody_dispatched_never_runs()
    {
        await _node.Dispatch(_fleet.Client, "R1", command => command with { Id = "R1" });
        await _node.Row(_fleet.Client, "R1");
        var entry = (await _fleet.Client.GetDataAsync(ZnodeLayout.Cluster)).Data!;
        var cluster = PayloadCodec.Read(entry, PayloadJson.Default.ClusterIdentity).Value!.Id;
        var command = new Core.Rollouts.RolloutCommand { RunList = ["recipe[a]"] }.For("R2", _node.Name.Value, 1, cluster, "tests@example", TimeProvider.System.GetUtcNow());
        await _fleet.Client.CreateAsync(ZnodeLayout.Entry(_node.Name, "R2"), PayloadCodec.Write(command, PayloadJson.Default.Command));
        var result = await _node.Latest(_fleet.Client, "R2");
        Assert.Equal((ResultState.Rejected, ReasonCode.Replayed), (result.State, result.Reason?.Code));
        Assert.Equal(1, _node.Starts.Starts);
        await _node.IsEmpty(_fleet.Client);
    }

    [Fact]
    public async Task A_run_over_its_time_is_stopped_and_says_so()
    {
        _node.Seconds = "60";
        await _node.Kill();
        await _node.Start();
        await _node.Dispatch(_fleet.Client, "SLOW", command => command with { RunTimeoutS = 2 });
        var result = await _node.Row(_fleet.Client, "SLOW");
        Assert.Equal((ResultState.TimedOut, ReasonCode.RunTimeout), (result.State, result.Reason?.Code));
        Assert.Equal(2, result.ExitCode);
        Assert.True(result.FinishedAt - result.StartedAt < TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task A_request_to_stop_ends_a_run_as_cancelled()
    {
        _node.Seconds = "60";
        await _node.Kill();
        await _node.Start();
        await _node.Dispatch(_fleet.Client, "STOP");
        await Eventually.BecomesTrue(() => _node.Starts.Starts == 1, "the run");
        var entry = await _fleet.Client.GetDataAsync(ZnodeLayout.Entry(_node.Name, "STOP"));
        var cancel = Core.Commands.CommandReader.WithCancel(entry.Data!, new Core.Commands.Cancel("tests@example", TimeProvider.System.GetUtcNow()), entry.Stat.ModifiedAt);
        await _fleet.Client.SetDataAsync(ZnodeLayout.Entry(_node.Name, "STOP"), cancel, entry.Stat.Version);
        Assert.Equal(ResultState.Cancelled, (await _node.Row(_fleet.Client, "STOP")).State);
        await _node.IsEmpty(_fleet.Client);
    }
}
