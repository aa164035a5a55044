using Akka.Actor;
using ChefActors.Core.Following;
using ChefActors.Core.Nodes;
using ChefActors.Core.Queries;
using ChefActors.Core.Znodes;
using ChefActors.NodeHost.Following;
using ChefActors.NodeHost.Presence;
using ChefActors.NodeHost.Running;
using ChefActors.NodeHost.Tests.Actors;
using ChefActors.Testing.Simulated;
using ChefActors.ZooKeeper;

namespace ChefActors.NodeHost.Tests.Following;

/// <summary>Output goes to the ring while somebody's lease holds, and nothing is left a minute after nobody renews it.</summary>
public sealed class FollowActorTests : ActorTests
{
    private readonly MemoryLogs _logs = new();
    private readonly SimulatedProcess _process;
    private readonly IActorRef _following;

    public FollowActorTests()
    {
        MakeNode();
        _process = Server.Process("node host");
        _following = Begin<FollowActor>(FollowActor.Props(new FollowProcedure(Node, _logs), Time, Logged.For<FollowActor>()));
        Register();
    }

    [Fact]
    public void Without_a_lease_a_run_costs_no_request_at_all()
    {
        _logs.Set("R1", "output", isRunning: true);
        Show("R1");
        Pass(300);
        Show(null);
        Pass(300);
        Assert.Empty(Writes);
        Assert.Empty(Server.Children(ZnodeLayout.Follow(Node)));
    }

    [Fact]
    public void With_a_lease_the_output_is_written_as_it_comes_and_its_end_is_marked()
    {
        Renew();
        _logs.Set("R1", "one\n", isRunning: true);
        Show("R1");
        Assert.Equal("one\n", Ring());
        _logs.Set("R1", "one\ntwo\n", isRunning: true);
        Pass(0.5);
        Assert.Equal("one\ntwo\n", Ring());
        Pass(10);
        _logs.Set("R1", "one\ntwo\nend", exitCode: 0);
        Show(null);
        Pass(0.5);
        Assert.Equal("one\ntwo\nend", Ring());
        Assert.True(Chunks[^1].End);
        Assert.Equal(3, Writes.Count);
    }

    [Fact]
    public void However_fast_the_output_comes_it_is_written_twice_a_second_at_most_and_fills_no_more_than_the_ring()
    {
        Renew();
        Show("R1");
        var random = new Random(1);
        var output = new byte[8_000_000];
        random.NextBytes(output);
        for (var i = 1; i <= 80; i++)
        {
            _logs.Set("R1", output[..(i * 100_000)], isRunning: true);
            Pass(0.1);
        }

        Assert.InRange(Writes.Count, 14, 18);
        Assert.InRange(Server.Children(ZnodeLayout.Follow(Node)).Count, 1, FollowChunk.Znodes);
        Assert.InRange(Server.Children(ZnodeLayout.Follow(Node)).Sum(name => Server.Data(ZnodeLayout.FollowChild(Node, name))!.Length), 1, 64 * 1024);
    }

    [Fact]
    public void Lease_and_ring_are_gone_a_minute_after_nobody_renewed_and_a_later_renewal_keeps_them()
    {
        Renew();
        _logs.Set("R1", "one\n", isRunning: true);
        Show("R1");
        Pass(40);
        Renew();
        Pass(59);
        Assert.NotNull(Server.Stat(ZnodeLayout.Follow(Node)));
        Pass(1.1);
        Assert.Null(Server.Stat(ZnodeLayout.Follow(Node)));
        var writes = Writes.Count;
        _logs.Set("R1", "one\ntwo\n", isRunning: true);
        Pass(300);
        Assert.Equal(writes, Writes.Count);
    }

    [Fact]
    public void A_lease_that_nobody_ever_used_is_removed_too()
    {
        Renew();
        Pass(59);
        Assert.NotNull(Server.Stat(ZnodeLayout.Follow(Node)));
        Pass(1.1);
        Assert.Null(Server.Stat(ZnodeLayout.Follow(Node)));
    }

    [Fact]
    public void A_stale_lease_is_removed_at_the_registration_and_no_run_writes_for_it()
    {
        _following.Tell(new SessionProtocol.SessionLost());
        Server.ExpireAll(_process);
        Renew();
        Server.Apply("node host of before", new ZnodeOperation.Create(ZnodeLayout.FollowChunk(Node, 3), []));
        Pass(61);
        Show("R1");
        _logs.Set("R1", "output", isRunning: true);
        Register();
        Assert.Null(Server.Stat(ZnodeLayout.Follow(Node)));
        Pass(10);
        Assert.DoesNotContain("follow", Server.Children(ZnodeLayout.Node(Node)));
    }

    [Fact]
    public void A_console_that_renews_while_the_lease_is_being_removed_keeps_it()
    {
        Renew();
        Pass(59.5);

        // It comes first, and the node host has not heard of it yet.
        Server.Apply("console", new ZnodeOperation.SetData(ZnodeLayout.Follow(Node), [1]));
        Pass(1);
        Assert.NotNull(Server.Stat(ZnodeLayout.Follow(Node)));
        Pass(60);
        Assert.Null(Server.Stat(ZnodeLayout.Follow(Node)));
    }

    [Fact]
    public void A_lease_that_comes_in_the_middle_of_a_run_brings_its_output()
    {
        _logs.Set("R1", "one\n", isRunning: true);
        Show("R1");
        Pass(30);
        Renew();
        Assert.Equal("one\n", Ring());
    }

    [Fact]
    public void The_next_run_follows_when_the_last_is_written_to_its_end()
    {
        Renew();
        _logs.Set("R1", "one", isRunning: true);
        Show("R1");
        _logs.Set("R1", "one end");
        _logs.Set("R2", "two", isRunning: true);
        Show("R2");
        for (var i = 0; i < 4; i++) Pass(0.5);
        var chunks = Chunks;
        Assert.Equal("R1 R1! R2", string.Join(' ', chunks.Select(chunk => chunk.Command + (chunk.End ? "!" : ""))));
        Assert.Equal("two", Ring("R2"));
    }

    [Fact]
    public void Another_attempt_is_written_after_the_first_ones_end()
    {
        Renew();
        _logs.Set("R1", "first", isRunning: true);
        Show("R1");
        _logs.Set("R1", "first, to its end", exitCode: 1);
        _logs.Set("R1", "second", attempt: 2, isRunning: true);
        for (var i = 0; i < 4; i++) Pass(0.5);
        Assert.Equal("first/1 , to its end/1 second/2", string.Join(' ', Chunks.Select(chunk => $"{Text(chunk)}/{chunk.Attempt}")));
    }

    [Fact]
    public void A_new_life_goes_on_where_the_ring_stands()
    {
        Renew();
        _logs.Set("R1", "one\n", isRunning: true);
        Show("R1");
        _following.Tell(new SessionProtocol.SessionLost());
        Server.ExpireAll(_process);
        var second = Begin<FollowActor>(FollowActor.Props(new FollowProcedure(Node, _logs), Time, Logged.For<FollowActor>()));
        _logs.Set("R1", "one\ntwo\n", isRunning: true);
        second.Tell(new SessionProtocol.Registered(Registered(), Cluster));
        second.Tell(new ChefRunnerProtocol.ActivityChanged(new Activity { State = ActivityState.Running, Command = "R1" }));
        Pass(1);
        Assert.Equal("one\n|two\n", string.Join('|', Chunks.Select(Text)));
    }

    [Fact]
    public void A_ring_that_somebody_removed_by_hand_is_made_again()
    {
        Renew();
        _logs.Set("R1", "one\n", isRunning: true);
        Show("R1");
        Server.Apply("somebody", [.. Server.Children(ZnodeLayout.Follow(Node)).Select(name => new ZnodeOperation.Delete(ZnodeLayout.FollowChild(Node, name)))]);
        _logs.Set("R1", "one\ntwo\n", isRunning: true);
        Pass(2);
        Assert.EndsWith("two\n", Ring(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_somebody_keeps_below_the_lease_is_tried_again_without_haste()
    {
        Renew();
        Server.Ensure(ZnodeLayout.FollowChild(Node, "mine/deeper"));
        Pass(61);
        Pass(600);
        Assert.InRange(Server.History.Count(write => write is { Who: "node host", TookEffect: false }), 2, 15);
    }

    private IReadOnlyList<SimulatedWrite> Writes =>
        [.. Server.History.Where(write => write is { Who: "node host", TookEffect: true } && write.Operations.Any(o => o is not ZnodeOperation.Delete && o.Path.Contains("follow", StringComparison.Ordinal)))];

    private IReadOnlyList<FollowChunk> Chunks =>
        [.. Server.Children(ZnodeLayout.Follow(Node)).Select(name => FollowChunk.Read(Server.Data(ZnodeLayout.FollowChild(Node, name))).Value!).OrderBy(chunk => chunk.Sequence)];

    private string Ring(string command = "R1") => string.Concat(Chunks.Where(chunk => chunk.Command == command).Select(Text));

    private static string Text(FollowChunk chunk) =>
        PackedBytes.TryUnpack(chunk.Data, chunk.Bytes, out var bytes) ? System.Text.Encoding.UTF8.GetString(bytes) : "?";

    private SimulatedClient Registered()
    {
        var client = (SimulatedClient)_process.Connect();
        Server.Ensure(ZnodeLayout.Inbox(Node));
        if (Server.Stat(ZnodeLayout.Alive(Node)) is not null) Server.Apply("node host", new ZnodeOperation.Delete(ZnodeLayout.Alive(Node)));
        Server.Apply("node host", new ZnodeOperation.Create(ZnodeLayout.Alive(Node), []));
        return client;
    }

    private void Register()
    {
        _following.Tell(new SessionProtocol.Registered(Registered(), Cluster));
        Pass(0);
    }

    private void Renew()
    {
        var path = ZnodeLayout.Follow(Node);
        Server.Apply("console", Server.Stat(path) is null ? new ZnodeOperation.Create(path, []) : new ZnodeOperation.SetData(path, []));
        Pass(0);
    }

    private void Show(string? command)
    {
        _following.Tell(new ChefRunnerProtocol.ActivityChanged(new Activity { State = command is null ? ActivityState.Idle : ActivityState.Running, Command = command }));
        Pass(0);
    }
}
