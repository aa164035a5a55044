using ChefActors.Core.Results;
using ChefActors.Core.Znodes;
using ChefActors.NodeHost.Tests.Actors;

namespace ChefActors.NodeHost.Tests.Running;

/// <summary>The runner under its supervisor: crashes and a full disk.</summary>
public sealed class ChefRunnerActorTests : ActorTests
{
    public static TheoryData<string, bool> Points()
    {
        var points = new TheoryData<string, bool>();
        foreach (var point in (string[])["spawn", "append Start", "release", "append Outcome", "append Sent"])
        {
            points.Add(point, false);
            points.Add(point, true);
        }

        return points;
    }

    [Theory]
    [MemberData(nameof(Points))]
    public void An_actor_that_crashes_begins_anew_from_the_journal_and_starts_nothing_twice(string point, bool isAfter)
    {
        LivesEnd = true;
        var rig = new NodeHostRig(this);
        rig.Start();
        (rig.Work.Point, rig.Work.IsAfter) = (point, isAfter);
        rig.Dispatch("R1");
        for (var i = 0; i < 30 && !(rig.Work.HasFailed && rig.Row("R1") is not null); i++)
        {
            Pass(1);
            rig.Chef.EndAll();
        }

        Pass(60);
        Assert.True(rig.Work.HasFailed, "the point was never reached");
        Assert.Equal(2, rig.Chef.Lives);
        Assert.Equal(ResultState.Succeeded, rig.Row("R1")?.State);
        Assert.Equal(("R1", 1), Assert.Single(rig.Chef.Starts));
        Assert.Equal((1, 0, 0), (rig.ResultsOf("R1"), rig.Chef.Held, rig.Chef.Running));
        Assert.Empty(Server.Children(ZnodeLayout.Inbox(Node)));
        Assert.Contains(Logged.Lines, line => line.Contains("all begin anew from the journal", StringComparison.Ordinal));
        Assert.Equal(1, rig.Announcements);
    }

    [Fact]
    public void With_a_full_disk_nothing_starts_it_is_said_and_with_room_again_it_goes_on()
    {
        var rig = new NodeHostRig(this);
        rig.Start();
        rig.Journal.IsFull = true;
        rig.Dispatch("R1");
        for (var i = 0; i < 120; i++) Pass(1);
        Assert.Empty(rig.Chef.Starts);
        Assert.Null(rig.Row("R1"));
        Assert.Contains(Logged.Lines, line => line.Contains("nothing can be started", StringComparison.Ordinal) && line.Contains("No space left on device", StringComparison.Ordinal));
        Assert.Equal((0, 1), (rig.Chef.Held, rig.Chef.Lives));

        rig.Journal.IsFull = false;
        for (var i = 0; i < 20 && rig.Chef.Running == 0; i++) Pass(1);
        Assert.Equal(("R1", 1), Assert.Single(rig.Chef.Starts));

        // It fills up again during the run: the outcome is kept until it can be written, and only then sent.
        rig.Journal.IsFull = true;
        rig.Chef.EndAll();
        for (var i = 0; i < 20; i++) Pass(1);
        Assert.Null(rig.Row("R1"));
        rig.Journal.IsFull = false;
        for (var i = 0; i < 20 && rig.Row("R1") is null; i++) Pass(1);
        Assert.Equal((ResultState.Succeeded, 1), (rig.Row("R1")!.State, rig.ResultsOf("R1")));
    }

    [Fact]
    public void What_a_session_that_expires_interrupts_is_done_in_the_next()
    {
        var rig = new NodeHostRig(this);
        rig.Start();
        rig.Dispatch("R1");
        Assert.Equal(1, rig.Chef.Running);
        Server.ExpireAll(rig.Process);
        rig.Chef.EndAll();
        Pass(0);
        Assert.Equal(ResultState.Succeeded, rig.Row("R1")?.State);
        Assert.Equal(1, rig.ResultsOf("R1"));
        rig.Dispatch("R2");
        Assert.Equal([("R1", 1), ("R2", 1)], rig.Chef.Starts);
    }
}
