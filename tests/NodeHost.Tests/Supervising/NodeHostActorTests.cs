using Akka.Actor;
using ChefActors.Core.Nodes;
using ChefActors.Core.Results;
using ChefActors.Core.Znodes;
using ChefActors.NodeHost.Presence;
using ChefActors.NodeHost.Tests.Actors;
using ChefActors.ZooKeeper;

namespace ChefActors.NodeHost.Tests.Supervising;

/// <summary>Crashes of the node host's actors under virtual time: pauses that grow, what goes on meanwhile, and a loop's clear end.</summary>
public sealed class NodeHostActorTests : ActorTests
{
    private readonly NodeHostRig _rig;
    private readonly IActorRef _host;

    public NodeHostActorTests()
    {
        LivesEnd = true;
        _rig = new NodeHostRig(this);
        _host = _rig.Start();
    }

    [Fact]
    public void The_pause_grows_from_crash_to_crash_and_nobody_is_alive_in_it()
    {
        Crash(7);
        List<double> pauses = [];
        for (var (life, since) = (1, 0.0); pauses.Count < 7; since += 0.05)
        {
            if (_rig.Chef.Lives > life)
            {
                life = _rig.Chef.Lives;
                pauses.Add(since);
                since = 0;
            }
            else
            {
                Assert.False(IsAlive, $"alive in pause {life}");
                Assert.Null(_rig.Process.Current);
            }

            Pass(0.05);
        }

        for (var i = 0; i < pauses.Count; i++) Assert.InRange(pauses[i], 0.75 * 0.2 * Math.Pow(2, i) - 0.06, (0.2 * Math.Pow(2, i)) + 0.11);
        Pass(1);
        _rig.Chef.EndAll();
        Assert.Equal((ResultState.Succeeded, 1), (_rig.Row("R1")?.State, _rig.ResultsOf("R1")));
        Assert.Equal(("R1", 1), Assert.Single(_rig.Chef.Starts));
        Assert.True(IsAlive);
        Assert.Equal(1, _rig.Announcements);
    }

    [Fact]
    public void Crashes_far_apart_are_each_answered_with_the_first_pause()
    {
        for (var crash = 1; crash <= 12; crash++)
        {
            Crash(crash, $"R{crash}");
            Assert.False(IsAlive);
            Pass(0.3);
            Assert.True(IsAlive, $"crash {crash}");
            _rig.Chef.EndAll();
            for (var i = 0; i < 10; i++) Pass(31);
        }

        Assert.Equal(0, _rig.Ends);
        Assert.Equal(12, _rig.Chef.Starts.Count);
    }

    [Fact]
    public void A_run_goes_on_in_the_pause_is_adopted_and_what_ended_meanwhile_is_reported_once()
    {
        _rig.Dispatch("R1");
        Assert.Equal(1, _rig.Chef.Running);
        _rig.Session.Tell(Kill.Instance);
        Pass(0);
        Assert.Equal((false, 1), (IsAlive, _rig.Chef.Running));
        Pass(0.3);
        Assert.Equal((true, 1, 2), (IsAlive, _rig.Chef.Running, _rig.Chef.Lives));
        _rig.Session.Tell(Kill.Instance);
        Pass(0);
        _rig.Chef.EndAll();
        Assert.Null(_rig.Row("R1"));
        Pass(1);
        Assert.Equal((ResultState.Succeeded, 1), (_rig.Row("R1")?.State, _rig.ResultsOf("R1")));
        Assert.Equal(("R1", 1), Assert.Single(_rig.Chef.Starts));
    }

    [Fact]
    public void A_crash_loop_ends_the_process_says_so_in_the_activity_and_loses_no_command()
    {
        Crash(int.MaxValue);
        for (var i = 0; i < 400 && _rig.Ends == 0; i++) Pass(0.5);
        Assert.Equal((1, 10, false), (_rig.Ends, _rig.Work.Failures, IsAlive));
        Assert.Equal(ActivityState.CrashLooping, Shown.State);
        Assert.Equal(ReasonCode.CrashLoop, Shown.Reason?.Code);
        Assert.Contains("crashed 10 times in a row; it ended with exit code 1 at 2026-01-01T00:0", Shown.Reason?.Text, StringComparison.Ordinal);
        Assert.Contains("an effect failed in a way that it must not", Shown.Reason?.Text, StringComparison.Ordinal);
        Assert.Contains(Logged.Lines, line => line.Contains("crashed 10 times in a row, this node host ends", StringComparison.Ordinal));
        for (var i = 0; i < 100; i++) Pass(10);
        Assert.Equal((1, 10, false, null), (_rig.Ends, _rig.Chef.Lives, IsAlive, _rig.Process.Current));

        // Whoever started the process starts it again, with the fault gone: the next process has the journal of this one.
        Assert.Equal("R1", Assert.Single(Server.Children(ZnodeLayout.Inbox(Node))));
        _rig.Work.Times = 0;
        _rig.Begin();
        Pass(6);
        Assert.Equal(ActivityState.Running, Shown.State);
        _rig.Chef.EndAll();
        Assert.Equal((ResultState.Succeeded, 1), (_rig.Row("R1")?.State, _rig.ResultsOf("R1")));
        Assert.Equal(("R1", 1), Assert.Single(_rig.Chef.Starts));
    }

    [Fact]
    public void A_pause_of_seconds_is_said_in_the_activity_with_the_time_of_the_next_beginning()
    {
        Crash(7);
        for (var i = 0; i < 400 && _rig.Work.Failures < 7; i++) Pass(0.1);
        Assert.Equal(ActivityState.CrashLooping, Shown.State);
        Assert.Matches("crashed 7 times in a row; it begins anew at 2026-01-01T00:00:[0-9]{2}Z", Shown.Reason?.Text);
        for (var i = 0; i < 20; i++) Pass(1);
        Assert.Equal(ActivityState.Running, Shown.State);
    }

    [Theory]
    [InlineData("another cluster")]
    [InlineData("another host")]
    [InlineData("no server")]
    public void Last_words_touch_nothing_that_is_not_ours_and_wait_for_nobody(string obstacle)
    {
        Crash(int.MaxValue);
        for (var i = 0; i < 400 && _rig.Work.Failures < 9; i++) Pass(0.5);
        Assert.Equal(9, _rig.Work.Failures);
        var before = Server.Data(ZnodeLayout.Activity(Node));
        if (obstacle == "another cluster") Server.Apply("somebody", new ZnodeOperation.SetData(ZnodeLayout.Cluster, PayloadCodec.Write(new ClusterIdentity(1, "lab", "other"), PayloadJson.Default.ClusterIdentity)));
        if (obstacle == "another host") Assert.True(NodeHostRig.Registration("machine-2", "journal-2").RegisterAsync(Server.Process("other").Connect(), null, CancellationToken.None).IsCompletedSuccessfully);
        if (obstacle == "no server") _rig.Process.Disconnect();

        // Commands are admitted by cluster and registration, so the tenth crash is brought about.
        Pass(31);
        _rig.Session.Tell(Kill.Instance);
        Pass(0);
        if (obstacle == "no server") Assert.Equal(0, _rig.Ends);
        Pass(5);
        Assert.Equal(1, _rig.Ends);
        Assert.Equal(before, Server.Data(ZnodeLayout.Activity(Node)));
        Assert.Contains(Logged.Lines, line => line.Contains("not noted: the znode activity", StringComparison.Ordinal));
    }

    [Fact]
    public void An_orderly_end_in_a_pause_is_answered_at_once_and_nothing_begins_any_more()
    {
        Crash(5);
        for (var i = 0; i < 400 && _rig.Work.Failures < 5; i++) Pass(0.05);
        List<object> answers = [];
        _host.Tell(new SessionProtocol.Close(), Begin<Recorder>(Props.Create(() => new Recorder(answers, null, null))));
        Assert.IsType<SessionProtocol.Closed>(Assert.Single(answers));
        for (var i = 0; i < 100; i++) Pass(1);
        Assert.Equal((5, false, null, 0), (_rig.Chef.Lives, IsAlive, _rig.Process.Current, _rig.Ends));
    }

    private bool IsAlive => Server.Stat(ZnodeLayout.Alive(Node)) is not null;

    private Activity Shown => PayloadCodec.Read(Server.Data(ZnodeLayout.Activity(Node))!, PayloadJson.Default.Activity).Value!;

    /// <summary>From now on the runner crashes at its next work with a command, until it has crashed so often in all.</summary>
    private void Crash(int times, string id = "R1")
    {
        (_rig.Work.Point, _rig.Work.Times) = ("append Start", times);
        _rig.Dispatch(id);
    }
}
