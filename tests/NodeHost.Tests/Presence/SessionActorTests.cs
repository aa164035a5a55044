using Akka.Actor;
using ChefActors.Core.Nodes;
using ChefActors.Core.Znodes;
using ChefActors.NodeHost.Journal;
using ChefActors.NodeHost.Presence;
using ChefActors.NodeHost.Tests.Actors;
using ChefActors.Testing;
using ChefActors.Testing.Simulated;
using ChefActors.ZooKeeper;

namespace ChefActors.NodeHost.Tests.Presence;

/// <summary>A session and the registration in it, kept over all that can happen to them.</summary>
public sealed class SessionActorTests : ActorTests
{
    private readonly List<object> _told = [];
    private readonly SimulatedProcess _process;
    private readonly MemoryJournal _journal = new(new FaultyWork());

    public SessionActorTests() => _process = Server.Process("node host");

    [Fact]
    public void It_connects_and_registers()
    {
        Begin();
        Assert.Equal("opened registered", Told);
        Assert.Equal(_process.Current!.SessionId, Server.Stat(ZnodeLayout.Alive(Node))!.Value.EphemeralOwner);
    }

    [Fact]
    public void An_expired_session_is_told_and_replaced_and_the_next_one_registers()
    {
        Begin();
        var first = _process.Current!;
        _ = Told;
        Server.ExpireAll(_process);
        Pass(0);
        Assert.Equal("lost opened registered", Told);
        Assert.NotEqual(first.SessionId, _process.Current!.SessionId);
        Assert.Equal(_process.Current!.SessionId, Server.Stat(ZnodeLayout.Alive(Node))!.Value.EphemeralOwner);
    }

    [Fact]
    public void A_lost_connection_is_no_lost_session()
    {
        Begin();
        _ = Told;
        _process.Disconnect();
        Pass(0);
        Assert.Equal("", Told);
        _process.Reconnect();
        Assert.Equal("reconnected", Told);
        Assert.Single(_process.Clients);
    }

    [Fact]
    public void Its_own_ghost_is_replaced_at_once()
    {
        Occupy("machine-1", "journal-1");
        Begin();
        Assert.Equal("opened registered", Told);
        Assert.Equal(_process.Current!.SessionId, Server.Stat(ZnodeLayout.Alive(Node))!.Value.EphemeralOwner);
    }

    [Theory]
    [InlineData("machine-2", "journal-1")]
    [InlineData("machine-1", "journal-2")]
    public void Another_host_of_its_name_is_named_and_waited_for(string machine, string journal)
    {
        var other = Occupy(machine, journal);
        Begin();
        Pass(60);
        Assert.Equal("opened", Told);
        Assert.Contains(Logged.Lines, line => line.Contains($"machine {machine}", StringComparison.Ordinal) && line.Contains("--name", StringComparison.Ordinal));
        Server.ExpireAll(other);
        Pass(5);
        Assert.Equal("registered", Told);
    }

    [Fact]
    public void The_cluster_of_another_connection_string_is_refused_and_said_until_it_is_adopted()
    {
        Assert.True(_journal.AppendAsync(new JournalRecord.Adopted("another"), CancellationToken.None).IsCompletedSuccessfully);
        Begin();
        Pass(60);
        Assert.Equal("opened", Told);
        Assert.Null(Server.Stat(ZnodeLayout.Alive(Node)));
        Assert.Contains(Logged.Lines, line => line.Contains("--adopt-cluster", StringComparison.Ordinal) && line.Contains("another", StringComparison.Ordinal));
        Begin(adopts: true);
        Assert.Equal("opened registered", Told);
    }

    [Fact]
    public async Task A_registration_that_somebody_deleted_is_made_again()
    {
        Begin();
        _ = Told;
        Server.Apply("somebody", new ZnodeOperation.Delete(ZnodeLayout.Alive(Node)));
        Pass(0);
        await Eventually.BecomesTrue(() => Server.Stat(ZnodeLayout.Alive(Node)) is not null, "alive is there again");
        Assert.Single(_process.Clients);
    }

    [Fact]
    public void Closed_in_order_it_is_gone_at_once_and_stays_so()
    {
        var session = Begin();
        List<object> answers = [];
        session.Tell(new SessionProtocol.Close(), Begin<Recorder>(Props.Create(() => new Recorder(answers, null, null))));
        Pass(60);
        Assert.IsType<SessionProtocol.Closed>(Assert.Single(answers));
        Assert.Null(Server.Stat(ZnodeLayout.Alive(Node)));
        Assert.Single(_process.Clients);
    }

    [Fact]
    public void Without_a_server_it_says_where_it_looks_and_goes_on()
    {
        var connector = new LateConnector(_process, failures: 3);
        Begin(connector: connector);
        Pass(2);
        Assert.Equal("", Told);
        Assert.Contains(Logged.Lines, line => line.Contains("simulated:2181", StringComparison.Ordinal) && line.Contains("refused", StringComparison.Ordinal));
        Pass(2);
        Pass(2);
        Assert.Equal("opened registered", Told);
    }

    [Fact]
    public void Another_host_of_its_name_is_tried_for_every_five_seconds_and_said_ever_less_often()
    {
        var other = Occupy("machine-2", "journal-2");
        Begin();
        for (var i = 0; i < 120; i++) Pass(5);
        Assert.InRange(Logged.Lines.Count(line => line.Contains("another node host has this name", StringComparison.Ordinal)), 10, 16);
        Server.ExpireAll(other);
        Pass(5);
        Assert.Equal("opened registered", Told);
    }

    private string Told
    {
        get
        {
            Pass(0);
            var words = _told.Select(message => message switch
            {
                SessionProtocol.SessionOpened => "opened",
                SessionProtocol.Registered => "registered",
                SessionProtocol.Reconnected => "reconnected",
                SessionProtocol.SessionLost => "lost",
                var other => other.ToString()!,
            }).ToList();
            _told.Clear();
            return string.Join(' ', words);
        }
    }

    private IActorRef Begin(bool adopts = false, IZooKeeperConnector? connector = null)
    {
        IActorRef? session = null;
        var props = InOneThread(SessionActor.Props(connector ?? _process, NodeHostRig.Registration(), _journal, adopts, () => SinceBoot, Logged.For<SessionActor>()));
        Action<IActorRef> born = child => session = child;
        Begin<Recorder>(Props.Create(() => new Recorder(_told, props, born)));
        Pass(0);
        return session!;
    }

    /// <summary>Some host with this node's name has its place.</summary>
    private SimulatedProcess Occupy(string machine, string journal)
    {
        var other = Server.Process("other");
        Assert.True(NodeHostRig.Registration(machine, journal).RegisterAsync(other.Connect(), null, CancellationToken.None).IsCompletedSuccessfully);
        other.Crash();
        return other;
    }

    private sealed class LateConnector(SimulatedProcess process, int failures) : IZooKeeperConnector
    {
        private int _left = failures;

        public ConnectionString ConnectionString => process.ConnectionString;

        public Task<IZooKeeperClient> ConnectAsync(CancellationToken cancellationToken) =>
            _left-- > 0 ? Task.FromException<IZooKeeperClient>(new IOException("refused")) : process.ConnectAsync(cancellationToken);
    }
}
