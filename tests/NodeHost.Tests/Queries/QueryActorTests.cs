using System.Text.Json;
using ChefActors.Core.Commands;
using ChefActors.Core.Delivery;
using ChefActors.Core.Queries;
using ChefActors.Core.Results;
using ChefActors.Core.Znodes;
using ChefActors.NodeHost.Queries;
using ChefActors.NodeHost.Tests.Actors;
using ChefActors.ZooKeeper;

namespace ChefActors.NodeHost.Tests.Queries;

/// <summary>A whole node host of actors that is asked: by T7 alone, whatever runs meanwhile.</summary>
public sealed class QueryActorTests : ActorTests
{
    private readonly NodeHostRig _rig;

    public QueryActorTests()
    {
        MakeNode();
        _rig = new NodeHostRig(this);
        _rig.Logs.Set("R1", "Converging 3 resources\n", exitCode: 1);
    }

    [Fact]
    public void A_question_is_answered_in_one_transaction_without_a_claim_and_without_the_journal()
    {
        _rig.Start();
        Ask("Q1", new Query.Log(null, null, 0, 1000));
        Pass(0);
        var result = _rig.Row("Q1")!;
        Assert.Equal((ResultState.Succeeded, null, 0, null), (result.State, result.Reason, result.Attempt, result.StartedAt));
        Assert.Equal("Converging 3 resources\n", Text(result));
        Assert.DoesNotContain(_rig.Journal.Records, record => record is not NodeHost.Journal.JournalRecord.Adopted);
        var write = Assert.Single(Server.History, write => write.Operations.Any(o => o.Path == ZnodeLayout.Entry(Node, "Q1") && write.Who == "node host"));
        Assert.Equal([ZnodeLayout.Entry(Node, "Q1"), ZnodeLayout.Row("Q1", Node), ZnodeLayout.NodeResult(Node)], write.Operations.Select(operation => operation.Path));
        Assert.Empty(Server.Children(ZnodeLayout.Inbox(Node)));
    }

    [Fact]
    public void It_waits_for_no_run_and_no_run_waits_for_it()
    {
        _rig.Start();
        _rig.Dispatch("R2");
        Pass(1);
        Assert.Equal(1, _rig.Chef.Running);
        _rig.Logs.Set("R2", "so far", isRunning: true);
        Ask("Q1", new Query.Log(null, null, 0, 1000));
        Pass(0);
        Assert.Equal("so far", Text(_rig.Row("Q1")!));
        Assert.True(_rig.Row("Q1")!.Answer!.Value.GetProperty("running").GetBoolean());
        Assert.Null(_rig.Row("R2"));

        _rig.Logs.Gate = new TaskCompletionSource();
        Ask("Q2", new Query.Logs(10));
        _rig.Chef.EndAll();
        Pass(1);
        Assert.Equal(ResultState.Succeeded, _rig.Row("R2")!.State);
        Assert.Null(_rig.Row("Q2"));
        _rig.Logs.Gate.SetResult();
        Pass(1);
        Assert.Equal(ResultState.Succeeded, _rig.Row("Q2")!.State);
    }

    [Theory]
    [InlineData("answer", false)]
    [InlineData("answer", true)]
    public void A_crash_between_answer_and_sending_answers_again(string point, bool isAfter)
    {
        (_rig.Work.Point, _rig.Work.IsAfter, LivesEnd) = (point, isAfter, true);
        _rig.Start();
        Ask("Q1", new Query.Log("R1", null, 0, 1000));
        Pass(70);
        Assert.True(_rig.Work.HasFailed);
        Assert.Equal("Converging 3 resources\n", Text(_rig.Row("Q1")!));
        Assert.Equal(1, _rig.ResultsOf("Q1"));
    }

    [Fact]
    public void A_question_that_stood_there_before_the_start_is_answered_and_one_that_came_too_late_is_not()
    {
        Ask("Q1", new Query.Log("R1", null, 0, 1000));
        Ask("Q2", new Query.Log("R1", null, 0, 1000), command => command with { AcceptBy = Time.GetUtcNow().AddSeconds(-1) });
        _rig.Start();
        Assert.Equal(ResultState.Succeeded, _rig.Row("Q1")!.State);
        Assert.Equal((ResultState.Expired, ReasonCode.TooLate), (_rig.Row("Q2")!.State, _rig.Row("Q2")!.Reason!.Code));
    }

    [Fact]
    public void The_least_that_another_client_must_write_is_enough()
    {
        _rig.Start();
        Server.Ensure(ZnodeLayout.Rows("Q2"));
        var json = $$$"""{"v":1,"id":"Q2","rollout":"Q2","node":"{{{Node}}}","cluster":"{{{Cluster}}}","kind":"query","accept_by":"2030-01-01T00:00:00Z","query":{"what":"log","command":null,"offset":0,"limit":1000}}""";
        Server.Apply("script", new ZnodeOperation.Create(ZnodeLayout.Entry(Node, "Q2"), System.Text.Encoding.UTF8.GetBytes(json)), new ZnodeOperation.Create(ZnodeLayout.Row("Q2", Node), []));
        Pass(0);
        Assert.Equal("Converging 3 resources\n", Text(_rig.Row("Q2")!));
    }

    [Fact]
    public void What_does_not_hold_is_rejected_with_its_reason()
    {
        _rig.Start();
        Ask("Q1", null, command => command with { Query = JsonSerializer.Deserialize<JsonElement>("""{"what":"passwords"}""") });
        Ask("Q2", null);
        Ask("Q3", new Query.Logs(1), command => command with { Cluster = "another" });
        Ask("Q4", new Query.Logs(1), command => command with { Node = "another" });
        Pass(0);
        Assert.Equal(
            [ReasonCode.UnsupportedVersion, ReasonCode.BadJson, ReasonCode.WrongCluster, ReasonCode.WrongNode],
            ((string[])["Q1", "Q2", "Q3", "Q4"]).Select(id => _rig.Row(id)!).Select(result => result.State == ResultState.Rejected ? result.Reason!.Code : "not rejected"));
    }

    [Fact]
    public void A_log_that_is_not_there_is_a_failure_that_says_what_is()
    {
        _rig.Start();
        Ask("Q1", new Query.Log("R9", null, 0, 1000));
        Ask("Q2", new Query.Log("R1", 2, 0, 1000));
        Pass(0);
        foreach (var id in (string[])["Q1", "Q2"])
        {
            var result = _rig.Row(id)!;
            Assert.Equal((ResultState.Failed, ReasonCode.NoSuchLog), (result.State, result.Reason!.Code));
            Assert.Equal("R1", result.Answer!.Value.GetProperty("logs")[0].GetProperty("command").GetString());
        }
    }

    [Fact]
    public void A_disk_that_cannot_be_read_is_a_failure_and_no_crash()
    {
        _rig.Start();
        _rig.Logs.Fault = new IOException("Input/output error");
        Ask("Q1", new Query.Logs(1));
        Pass(0);
        Assert.Equal((ResultState.Failed, ReasonCode.LogUnreadable), (_rig.Row("Q1")!.State, _rig.Row("Q1")!.Reason!.Code));
    }

    [Fact]
    public void A_few_are_answered_at_once_some_wait_and_more_are_refused()
    {
        _rig.Start();
        _rig.Logs.Gate = new TaskCompletionSource();
        for (var i = 0; i < QueryDesk.AtOnce + QueryDesk.WaitingAtMost + 3; i++) Ask($"Q{i:000}", new Query.Logs(1));
        Pass(0);
        Assert.Equal(QueryDesk.AtOnce, _rig.Logs.Waiting);
        var refused = Enumerable.Range(0, QueryDesk.AtOnce + QueryDesk.WaitingAtMost + 3).Select(i => _rig.Row($"Q{i:000}")).OfType<CommandResult>().ToList();
        Assert.Equal(3, refused.Count(result => result.Reason?.Code == ReasonCode.QueueFull));

        // Whose entry goes, waits no more.
        Server.Apply("owner", new ZnodeOperation.Delete(ZnodeLayout.Entry(Node, "Q050")));
        Pass(0);
        var gate = _rig.Logs.Gate;
        _rig.Logs.Gate = null;
        gate.SetResult();

        // Some of what waited at the gate goes on in other threads.
        Assert.True(
            SpinWait.SpinUntil(
                () =>
                {
                    Pass(1);
                    return Server.Children(ZnodeLayout.Inbox(Node)).Count == 0;
                },
                TimeSpan.FromSeconds(30)),
            "all are answered");
        Assert.Null(_rig.Row("Q050"));
    }

    [Fact]
    public void A_row_that_has_its_end_already_stays_and_the_entry_goes()
    {
        _rig.Start();
        _rig.Logs.Gate = new TaskCompletionSource();
        Ask("Q1", new Query.Logs(1));
        Pass(0);
        Server.Apply("owner", new ZnodeOperation.SetData(ZnodeLayout.Row("Q1", Node), PayloadCodec.Write(new CommandResult { Command = "Q1", Node = Node.Value, State = ResultState.Withdrawn }, PayloadJson.Default.CommandResult)));
        _rig.Logs.Gate.SetResult();
        Pass(1);
        Assert.Equal(ResultState.Withdrawn, _rig.Row("Q1")!.State);
        Assert.Empty(Server.Children(ZnodeLayout.Inbox(Node)));
    }

    private void Ask(string id, Query? query, Func<Command, Command>? change = null)
    {
        foreach (var path in new[] { ZnodeLayout.State(id), ZnodeLayout.Control(id), ZnodeLayout.Rows(id) }) Server.Ensure(path);
        var command = new Command { Id = id, Rollout = id, Node = Node.Value, Cluster = Cluster, Kind = CommandKind.Query, Query = query?.ToJson(), AcceptBy = Time.GetUtcNow().AddHours(1) };
        command = change?.Invoke(command) ?? command;
        Assert.True(Server.Apply("controller", [.. DispatchTransaction.Dispatch(id, 0, 0, [(Node, PayloadCodec.Write(command, PayloadJson.Default.Command))])]).Succeeded);
        Pass(0);
    }

    private static string Text(CommandResult result) =>
        System.Text.Encoding.UTF8.GetString(LogPage.Read(result.Answer, new Query.Log(null, null, 0, 1000)).Value!.Content);
}
