using ChefActors.Core.Commands;
using ChefActors.Core.Results;
using ChefActors.Core.Znodes;
using ChefActors.NodeHost.Tests.Actors;

namespace ChefActors.NodeHost.Tests.Running;

/// <summary>A restart through the actors, in a process that lives on.</summary>
public sealed class RestartingActorTests : ActorTests
{
    [Theory]
    [InlineData("append Start", false)]
    [InlineData("append Start", true)]
    [InlineData("end", false)]
    public void Actors_that_crash_during_a_restart_go_on_with_it_in_the_same_process(string point, bool isAfter)
    {
        LivesEnd = true;
        var rig = new NodeHostRig(this);
        rig.Start();
        (rig.Work.Point, rig.Work.IsAfter) = (point, isAfter);
        rig.HostProcess.FailuresLeft = point == "end" ? 1 : 0;
        Dispatch("R1", CommandKind.Restart);
        for (var i = 0; i < 60; i++) Pass(1);
        Assert.Equal((2, 1), (rig.Chef.Lives, rig.HostProcess.Ends));

        // The next process has the outcome to tell; this one says nothing more, and starts nothing.
        Dispatch("R2");
        Pass(60);
        Assert.Null(rig.Row("R1"));
        Assert.Null(rig.Row("R2"));
        Assert.Equal("R1", rig.Journal.State.Unfinished?.Id);
        Assert.Empty(rig.Chef.Starts);
        Assert.Contains(Logged.Lines, line => line.Contains("this node host ends, its supervisor starts it again", StringComparison.Ordinal));
    }

    [Fact]
    public void Without_a_supervisor_it_is_rejected_with_what_to_do_and_the_node_host_serves_on()
    {
        var rig = new NodeHostRig(this);
        rig.Start();
        rig.HostProcess.Objection = "nobody would start it again";
        Dispatch("R1", CommandKind.Restart);
        Pass(1);
        Assert.Equal((ResultState.Rejected, ReasonCode.NoSupervisor, "nobody would start it again"), (rig.Row("R1")?.State, rig.Row("R1")?.Reason?.Code, rig.Row("R1")?.Reason?.Text));
        Assert.Empty(Server.Children(ZnodeLayout.Inbox(Node)));
        rig.Dispatch("R2");
        Pass(1);
        rig.Chef.EndAll();
        Pass(1);
        Assert.Equal(ResultState.Succeeded, rig.Row("R2")?.State);
        Assert.Equal(0, rig.HostProcess.Ends);
    }
}
