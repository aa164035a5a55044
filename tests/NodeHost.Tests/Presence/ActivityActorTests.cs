using Akka.Actor;
using ChefActors.Core.Nodes;
using ChefActors.Core.Znodes;
using ChefActors.NodeHost.Presence;
using ChefActors.NodeHost.Running;
using ChefActors.NodeHost.Tests.Actors;
using ChefActors.Testing.Simulated;
using ChefActors.ZooKeeper;

namespace ChefActors.NodeHost.Tests.Presence;

/// <summary>What goes on is for the eye: at most one write per 5 s, none for runs that take less.</summary>
public sealed class ActivityActorTests : ActorTests
{
    private readonly SimulatedProcess _process;
    private readonly IActorRef _activity;

    public ActivityActorTests()
    {
        MakeNode();
        _process = Server.Process("node host");
        _activity = Begin<ActivityActor>(ActivityActor.Props(Node, Logged.For<ActivityActor>()));
        _activity.Tell(new SessionProtocol.Registered(_process.Connect(), Cluster));
        Pass(5);
        Assert.Equal(1, Writes);
    }

    [Fact]
    public void A_run_that_takes_less_than_five_seconds_is_never_written()
    {
        for (var i = 0; i < 20; i++)
        {
            Show(ActivityState.Running, $"R{i}");
            Pass(4.9);
            Show(ActivityState.Idle, null);
            Pass(0.05);
        }

        Pass(60);
        Assert.Equal(1, Writes);
    }

    [Fact]
    public void A_run_that_takes_longer_is_written_after_five_seconds_and_its_end_five_later()
    {
        Show(ActivityState.Running, "R1");
        Pass(4.9);
        Assert.Equal(1, Writes);
        Pass(0.2);
        Assert.Equal((2, "R1"), (Writes, Written.Command));
        Show(ActivityState.Idle, null);
        Pass(5);
        Assert.Equal((3, ActivityState.Idle), (Writes, Written.State));
    }

    [Fact]
    public void However_much_changes_it_is_written_at_most_once_in_five_seconds()
    {
        for (var i = 0; i < 300; i++)
        {
            Show(ActivityState.Running, "R1", queue: i);
            Pass(0.1);
        }

        Assert.InRange(Writes, 5, 7);
    }

    [Fact]
    public void A_node_that_cannot_start_says_so_although_it_tries_again_every_few_seconds()
    {
        for (var i = 0; i < 6; i++)
        {
            Show(ActivityState.Running, "R1");
            Show(ActivityState.Blocked, null);
            Pass(5);
        }

        Assert.Equal((2, ActivityState.Blocked), (Writes, Written.State));
    }

    private int Writes => Server.History.Count(write => write.TookEffect && write.Who == "node host" && write.Operations.Any(operation => operation is ZnodeOperation.SetData && operation.Path == ZnodeLayout.Activity(Node)));

    private Activity Written => PayloadCodec.Read(Server.Data(ZnodeLayout.Activity(Node))!, PayloadJson.Default.Activity).Value!;

    private void Show(ActivityState state, string? command, int queue = 0) =>
        _activity.Tell(new ChefRunnerProtocol.ActivityChanged(new Activity { State = state, Command = command, Queue = queue }));
}
