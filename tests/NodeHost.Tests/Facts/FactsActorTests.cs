using System.Text;
using System.Text.Json.Nodes;
using Akka.Actor;
using ChefActors.Core.Nodes;
using ChefActors.Core.Znodes;
using ChefActors.NodeHost.Facts;
using ChefActors.NodeHost.Presence;
using ChefActors.NodeHost.Running;
using ChefActors.NodeHost.Tests.Actors;
using ChefActors.Testing.Simulated;
using ChefActors.ZooKeeper;

namespace ChefActors.NodeHost.Tests.Facts;

/// <summary>Facts are written when they changed, and so that their znode shows that the node is there.</summary>
public sealed class FactsActorTests : ActorTests
{
    private static readonly TimeSpan Refresh = TimeSpan.FromMinutes(15);

    private readonly FakeFacts _source = new();
    private readonly List<object> _told = [];
    private readonly SimulatedProcess _process;
    private IActorRef _facts = ActorRefs.Nobody;

    public FactsActorTests()
    {
        MakeNode();
        _process = Server.Process("node host");
    }

    [Fact]
    public void Quick_facts_are_written_at_once_and_slow_ones_when_they_are_known()
    {
        _source.Waits = new TaskCompletionSource<SlowFacts>();
        Register();
        Assert.Equal(("web-1", null, "run_list", "r12"), (Text("fqdn"), Text("chef_version"), Text("chef_mode"), Text("rack")));
        Assert.Equal("""["env=prod","role=web"]""", Standing["tags"]!.ToJsonString());
        _source.Waits.SetResult(_source.Slow);
        Pass(0);
        Assert.Equal(("web-1.example.com", "18.11.21", "cron"), (Text("fqdn"), Text("chef_version"), Text("chef_periodic")));
        Assert.Equal(2, Writes);
    }

    [Fact]
    public void Slow_facts_stay_as_they_were_until_they_are_found_out_again()
    {
        Register();
        _source.Waits = new TaskCompletionSource<SlowFacts>();
        var before = Writes;
        Restart();
        Assert.Equal(("18.11.21", "cron", before), (Text("chef_version"), Text("chef_periodic"), Writes));
        _source.Waits.SetResult(new SlowFacts(null, null, null));
        Pass(0);
        Assert.Equal(("web-1.example.com", "18.11.21", "cron", before), (Text("fqdn"), Text("chef_version"), Text("chef_periodic"), Writes));
    }

    [Fact]
    public void Only_what_changed_is_written()
    {
        Register();
        var before = Writes;
        for (var i = 0; i < 8; i++) Pass(Refresh.TotalSeconds);
        Assert.Equal((9, before), (_source.SlowLooks, Writes));
        _source.Quick = FakeFacts.Sample with { Chef = new ChefFacts { ChefMode = ChefMode.Policyfile } };
        Pass(Refresh.TotalSeconds);
        Assert.Equal((before + 1, "policyfile"), (Writes, Text("chef_mode")));
    }

    [Fact]
    public void A_run_that_is_over_is_followed_by_a_look_and_a_thousand_runs_by_a_few()
    {
        Register();
        var before = _source.QuickLooks;
        Show("R1");
        Show(null);
        Assert.Equal(before, _source.QuickLooks);
        Pass(1);
        Assert.Equal(before + 1, _source.QuickLooks);
        for (var i = 0; i < 1000; i++)
        {
            Show($"R{i}");
            Pass(0.01);
        }

        Show(null);
        Pass(1);
        Assert.InRange(_source.QuickLooks - before, 10, 13);
    }

    [Fact]
    public void What_comes_during_a_look_is_one_look_afterwards()
    {
        _source.Waits = new TaskCompletionSource<SlowFacts>();
        Register();
        for (var i = 0; i < 20; i++) Pass(Refresh.TotalSeconds);
        Assert.Equal(1, _source.QuickLooks);
        var first = _source.Waits;
        _source.Waits = null;
        first.SetResult(_source.Slow);
        Pass(0);
        Assert.Equal((2, 2), (_source.QuickLooks, _source.SlowLooks));
    }

    [Fact]
    public void While_nothing_changes_they_are_written_again_every_half_day_by_ZooKeepers_time_and_say_when_they_changed()
    {
        Register();
        var (changed, before) = (Server.Stat(ZnodeLayout.Facts(Node))!.Value.ModifiedAt, Writes);
        for (var hours = 0.0; hours < 48; hours += 0.25)
        {
            Pass(Refresh.TotalSeconds);
            var age = Time.GetUtcNow() - Server.Stat(ZnodeLayout.Facts(Node))!.Value.ModifiedAt;
            Assert.True(age <= LastSeen.Every + Refresh, $"{age} old after {hours} h");
        }

        Assert.InRange(Writes - before, 3, 4);
        Assert.Equal(UtcTimeConverter.Text(changed), Text(LastSeen.ChangedAt));
        _source.Quick = FakeFacts.Sample with { Own = new Dictionary<string, string>() };
        Pass(Refresh.TotalSeconds);
        Assert.Null(Text(LastSeen.ChangedAt));
        Assert.Equal(Time.GetUtcNow(), Server.Stat(ZnodeLayout.Facts(Node))!.Value.ModifiedAt);
    }

    [Fact]
    public void A_node_host_that_begins_every_hour_shows_that_it_is_there_all_the_same()
    {
        Register();
        for (var hours = 0; hours < 30; hours++)
        {
            Pass(3600);
            Restart();
            Assert.True(Time.GetUtcNow() - Server.Stat(ZnodeLayout.Facts(Node))!.Value.ModifiedAt < LastSeen.AtMost);
        }
    }

    [Theory]
    [InlineData("no json")]
    [InlineData("[1]")]
    [InlineData("""{"v":1,"v":2}""")]
    [InlineData("""{"v":1,"chef_version":{"x":1},"changed_at":7}""")]
    public void What_somebody_else_wrote_there_is_written_over(string data)
    {
        Server.Apply("somebody", new ZnodeOperation.SetData(ZnodeLayout.Facts(Node), Encoding.UTF8.GetBytes(data)));
        Register();
        Assert.Equal(("18.11.21", null), (Text("chef_version"), Text(LastSeen.ChangedAt)));
    }

    [Fact]
    public void The_mode_is_told_to_whoever_decides_on_named_run_lists()
    {
        Register();
        Assert.Equal(ChefMode.RunList, Assert.IsType<FactsProtocol.ChefModeLearned>(_told[^1]).Mode);
        _source.Quick = FakeFacts.Sample with { Chef = new ChefFacts { ChefMode = ChefMode.Policyfile } };
        Pass(Refresh.TotalSeconds);
        Assert.Equal(ChefMode.Policyfile, Assert.IsType<FactsProtocol.ChefModeLearned>(_told[^1]).Mode);
    }

    [Fact]
    public void A_write_that_failed_is_said_and_tried_again()
    {
        var fails = true;
        _process.Faults = request => fails && request.Operations.Any(operation => operation is ZnodeOperation.SetData && operation.Path == ZnodeLayout.Facts(Node)) ? SimulatedFault.LoseRequest : SimulatedFault.None;
        Register();
        Assert.Empty(Server.Data(ZnodeLayout.Facts(Node))!);
        Assert.Contains(Logged.Lines, line => line.Contains("the facts were not written", StringComparison.Ordinal));
        fails = false;
        Pass(30);
        Assert.Equal("18.11.21", Text("chef_version"));
    }

    private JsonObject Standing => FactsPublication.Read(Server.Data(ZnodeLayout.Facts(Node)))!;

    private int Writes => Server.History.Count(write => write.TookEffect && write.Who == "node host" && write.Operations.Any(operation => operation is ZnodeOperation.SetData && operation.Path == ZnodeLayout.Facts(Node)));

    private string? Text(string key) => Standing[key]?.GetValue<string>();

    private void Register()
    {
        var props = InOneThread(FactsActor.Props(Node, _source, Refresh, Time, Logged.For<FactsActor>()));
        Action<IActorRef> born = child => _facts = child;
        Begin<Recorder>(Props.Create(() => new Recorder(_told, props, born)));
        Pass(0);
        Registered();
    }

    private void Restart()
    {
        _facts.Tell(PoisonPill.Instance);
        Pass(0);
        Server.ExpireAll(_process);
        Register();
    }

    private void Registered()
    {
        var client = _process.Connect();
        var registration = NodeHostRig.Registration().RegisterAsync(client, null, CancellationToken.None);
        Pass(0);
        Assert.True(registration.IsCompletedSuccessfully);
        _facts.Tell(new SessionProtocol.Registered(client, Cluster));
        Pass(0);
    }

    private void Show(string? command)
    {
        _facts.Tell(new ChefRunnerProtocol.ActivityChanged(new Activity { Command = command }));
        Pass(0);
    }
}
