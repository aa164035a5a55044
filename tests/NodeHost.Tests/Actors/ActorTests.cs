using Akka.Actor;
using Akka.Configuration;
using Akka.Event;
using Akka.TestKit;
using ChefActors.Core.Commands;
using ChefActors.Core.Delivery;
using ChefActors.Core.Nodes;
using ChefActors.Core.Znodes;
using ChefActors.Testing.Simulated;
using Microsoft.Extensions.Time.Testing;

namespace ChefActors.NodeHost.Tests.Actors;

/// <summary>
/// Actors in one thread: each runs where it is told something, the simulated server answers at once, and time is in the test's hand, so nothing
/// is waited for. A message that nobody handles, and one to nobody, fails the test.
/// </summary>
public abstract class ActorTests : Akka.TestKit.Xunit2.TestKit
{
    private const string OneThread = """
        akka.loglevel = OFF
        akka.stdout-loglevel = OFF
        akka.log-dead-letters = off
        akka.scheduler.implementation = "Akka.TestKit.TestScheduler, Akka.TestKit"
        crashing-mailbox.mailbox-type = "ChefActors.NodeHost.Tests.Actors.CrashingMailbox, ChefActors.NodeHost.Tests"
        """;

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly List<string> _lost = [];

    protected ActorTests()
        : base(ConfigurationFactory.ParseString(OneThread))
    {
        Server = new SimulatedZooKeeper(_time);
        Action<string, bool> lose = (message, isDead) =>
        {
            if (!isDead || !LivesEnd) _lost.Add(message);
        };
        var recorder = Begin<LossRecorder>(Props.Create(() => new LossRecorder(lose)));
        Sys.EventStream.Subscribe(recorder, typeof(UnhandledMessage));
        Sys.EventStream.Subscribe(recorder, typeof(DeadLetter));
    }

    internal const string Cluster = "cluster-1";

    internal static NodeName Node { get; } = NodeName.Parse("web-1.example.com");

    internal SimulatedZooKeeper Server { get; }

    /// <summary>Actors are meant to end in this test: what still comes for them goes nowhere, as it must.</summary>
    internal bool LivesEnd { get; set; }

    internal LogLines Logged { get; } = new();

    internal TimeProvider Time => _time;

    internal TimeSpan SinceBoot => _time.GetUtcNow() - new DateTimeOffset(2025, 12, 31, 0, 0, 0, TimeSpan.Zero);

    internal static Props InOneThread(Props props) => props.WithDispatcher(CallingThreadDispatcher.Id);

    /// <summary>A top actor that has begun when this returns.</summary>
    internal IActorRef Begin<T>(Props props)
        where T : ActorBase
    {
        SynchronizationContext.SetSynchronizationContext(null);
        return ActorOfAsTestActorRef<T>(props);
    }

    /// <summary>Time goes by, timers fire, and watch events that wait are told.</summary>
    internal void Pass(double seconds)
    {
        // What is awaited goes on in this thread, not where the test runner would put it.
        SynchronizationContext.SetSynchronizationContext(null);
        _time.Advance(TimeSpan.FromSeconds(seconds));
        ((TestScheduler)Sys.Scheduler).Advance(TimeSpan.FromSeconds(seconds));
        Server.Deliver();
    }

    /// <summary>The znodes of this node, as an earlier registration left them.</summary>
    internal void MakeNode()
    {
        foreach (var path in RegistrationTransaction.Znodes(Node)) Server.Ensure(path);
    }

    /// <summary>T4 of a rollout with this one node.</summary>
    internal Command Dispatch(string id, CommandKind kind = CommandKind.Converge)
    {
        foreach (var path in new[] { ZnodeLayout.State(id), ZnodeLayout.Control(id), ZnodeLayout.Rows(id) }) Server.Ensure(path);
        var command = new Command { Id = id, Rollout = id, Node = Node.Value, Cluster = Cluster, Kind = kind, RunList = ["recipe[a]"], AcceptBy = Time.GetUtcNow().AddHours(1) };
        Assert.True(Server.Apply("controller", [.. DispatchTransaction.Dispatch(id, 0, 0, [(Node, PayloadCodec.Write(command, PayloadJson.Default.Command))])]).Succeeded);
        Pass(0);
        return command;
    }

    protected override void AfterAll()
    {
        // What its own end loses is not the test's matter.
        string[] lost = [.. _lost];
        base.AfterAll();
        Assert.Empty(lost);
        Assert.Empty(Server.HandlerErrors);
    }

    private sealed class LossRecorder : ReceiveActor
    {
        public LossRecorder(Action<string, bool> lose)
        {
            Receive<UnhandledMessage>(unhandled => lose(unhandled.Message.GetType().Name, false));
            Receive<DeadLetter>(letter => lose(letter.Message.GetType().Name, true));
        }
    }
}
