using Akka.Actor;
using ChefActors.Core.Znodes;
using ChefActors.NodeHost.Presence;
using ChefActors.NodeHost.Tests.Actors;
using ChefActors.NodeHost.Watching;
using ChefActors.Testing.Simulated;
using ChefActors.ZooKeeper;

namespace ChefActors.NodeHost.Tests.Watching;

/// <summary>A watch only wakes; what counts is what is read, and it is read again whether or not a watch woke anybody.</summary>
public sealed class NodeWatcherActorTests : ActorTests
{
    private readonly List<object> _told = [];
    private readonly List<object> _asked = [];
    private readonly SimulatedProcess _process;
    private readonly IActorRef _watcher;

    public NodeWatcherActorTests()
    {
        MakeNode();
        _process = Server.Process("node host");
        var runner = Begin<Recorder>(Props.Create(() => new Recorder(_told, null, null)));
        var queries = Begin<Recorder>(Props.Create(() => new Recorder(_asked, null, null)));
        _watcher = Begin<NodeWatcherActor>(NodeWatcherActor.Props(new NodeReader(Node), runner, queries, Logged.For<NodeWatcherActor>()));
    }

    [Fact]
    public void Nothing_is_read_before_the_registration_and_everything_with_it()
    {
        Dispatch("R1");
        Pass(120);
        Assert.Empty(_told);
        Register();
        Assert.Equal("slot + R1@0", Told);
    }

    [Fact]
    public void What_changes_is_told_once_and_what_goes_is_gone()
    {
        Register();
        Assert.Equal("slot", Told);
        Dispatch("R1");
        Assert.Equal("+ R1@0", Told);
        Apply(new ZnodeOperation.SetData(ZnodeLayout.Entry(Node, "R1"), "{}"u8.ToArray()));
        Assert.Equal("+ R1@1", Told);
        Apply(new ZnodeOperation.SetData(ZnodeLayout.Node(Node), "{}"u8.ToArray()));
        Assert.Equal("slot", Told);
        Apply(new ZnodeOperation.Delete(ZnodeLayout.Entry(Node, "R1")));
        Assert.Equal("- R1", Told);
        Apply(new ZnodeOperation.Delete(ZnodeLayout.Entry(Node, "R1")));
        Assert.Equal("", Told);
    }

    [Fact]
    public void A_question_goes_to_those_who_answer_and_not_to_the_runner()
    {
        Register();
        _ = Told;
        Dispatch("R1");
        Dispatch("R2");
        Apply(new ZnodeOperation.SetData(ZnodeLayout.Entry(Node, "R1"), """{"v":1,"query":{"what":{"kind":"x"}},"kind":"query"}"""u8.ToArray()));
        Assert.Equal("+ R1@0 + R2@0", Told);
        Assert.Equal("R1", Assert.IsType<NodeWatcherProtocol.EntryRead>(Assert.Single(_asked)).Entry.Id);
    }

    [Theory]
    [InlineData("R1", """{"kind":"query"}""", true)]
    [InlineData("R1", """{"a":[{"kind":"query"}],"kind":"query"}""", true)]
    [InlineData("R1", """{"a":{"kind":"query"},"kind":"converge"}""", false)]
    [InlineData("R1", """{"kind":["query"]}""", false)]
    [InlineData("R1", """{"a":"query"}""", false)]
    [InlineData("R1", """["kind","query"]""", false)]
    [InlineData("R1", """{"kind":"query""", false)]
    [InlineData("R1", "", false)]
    [InlineData("slot-2a", """{"kind":"query"}""", false)]
    public void Only_what_says_of_itself_that_it_is_a_query_is_one(string id, string data, bool expected) =>
        Assert.Equal(expected, EntrySorting.IsQuery(new EntrySnapshot(id, System.Text.Encoding.UTF8.GetBytes(data), 0, 1)));

    [Fact]
    public void Everything_is_read_again_every_minute()
    {
        Dispatch("R1");
        Register();
        _ = Told;
        Pass(59);
        Assert.Equal("", Told);
        Pass(1);
        Assert.Equal("slot + R1@0", Told);
        Pass(60);
        Assert.Equal("slot + R1@0", Told);
    }

    [Fact]
    public void Everything_is_read_again_when_a_server_answers_again_and_when_somebody_asks()
    {
        Dispatch("R1");
        Register();
        _ = Told;
        _watcher.Tell(new SessionProtocol.Reconnected(_process.Current!));
        Assert.Equal("slot + R1@0", Told);
        _watcher.Tell(new NodeWatcherProtocol.Reread());
        Assert.Equal("slot + R1@0", Told);
    }

    [Fact]
    public void Without_a_session_nothing_is_read_and_the_next_one_finds_what_went_meanwhile()
    {
        Dispatch("R1");
        Dispatch("R2");
        Register();
        _ = Told;
        _watcher.Tell(new SessionProtocol.SessionLost());
        Apply(new ZnodeOperation.Delete(ZnodeLayout.Entry(Node, "R1")));
        Pass(180);
        Assert.Equal("", Told);
        Server.ExpireAll(_process);
        Register();
        Assert.Equal("slot - R1 + R2@0", Told);
    }

    [Fact]
    public void A_node_whose_znode_was_deleted_is_said_to_be_gone()
    {
        Register();
        foreach (var path in (string[])[ZnodeLayout.Inbox(Node), ZnodeLayout.Facts(Node), ZnodeLayout.Activity(Node), ZnodeLayout.NodeResult(Node), ZnodeLayout.Node(Node)])
            Apply(new ZnodeOperation.Delete(path));
        Assert.Contains(Logged.Lines, line => line.Contains("somebody deleted it", StringComparison.Ordinal));
    }

    /// <summary>What the runner was told since the last look.</summary>
    private string Told
    {
        get
        {
            Pass(0);
            var words = _told.Select(message => message switch
            {
                NodeWatcherProtocol.SlotRead => "slot",
                NodeWatcherProtocol.EntryRead read => $"+ {read.Entry.Id}@{read.Entry.Version}",
                NodeWatcherProtocol.EntryGone gone => $"- {gone.Id}",
                var other => other.ToString()!,
            }).ToList();
            _told.Clear();
            return string.Join(' ', words);
        }
    }

    private void Register()
    {
        _watcher.Tell(new SessionProtocol.Registered(_process.Connect(), Cluster));
        Pass(0);
    }

    private void Apply(ZnodeOperation operation)
    {
        Server.Apply("somebody", operation);
        Pass(0);
    }
}
