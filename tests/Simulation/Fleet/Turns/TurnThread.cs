using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Dispatch;

namespace ChefActors.Simulation.Fleet.Turns;

/// <summary>
/// An actor system in one thread and virtual time, for many schedules in a row. A mailbox that has something to do waits here for its turn of one
/// message; whoever holds this decides whose turn is next. What is awaited goes on in the turn that completes it.
/// </summary>
internal sealed class TurnThread
{
    private const string OneThread = """
        akka {
          loglevel = OFF
          stdout-loglevel = OFF
          loggers = []
          log-dead-letters = off
          coordinated-shutdown.run-by-clr-shutdown-hook = off
          scheduler.implementation = "ChefActors.Simulation.Fleet.Turns.TurnScheduler, ChefActors.Simulation"
          actor {
            default-dispatcher { type = Dispatcher, throughput = 1, executor = "ChefActors.Simulation.Fleet.Turns.TurnExecutors, ChefActors.Simulation" }
            internal-dispatcher { type = Dispatcher, throughput = 1, executor = "ChefActors.Simulation.Fleet.Turns.TurnExecutors, ChefActors.Simulation" }
            default-mailbox.mailbox-type = "ChefActors.Simulation.Fleet.Turns.TurnMailbox, ChefActors.Simulation"
          }
        }
        """;

    private static readonly Config _config = ConfigurationFactory.ParseString(OneThread);

    [ThreadStatic]
    private static TurnThread? making;

    private readonly int _thread = Environment.CurrentManagedThreadId;
    private readonly Dictionary<string, Life> _lives = new(StringComparer.Ordinal);
    private readonly List<(Life? Life, IRunnable Turn)> _ready = [];
    private int _names;

    internal TurnThread()
    {
        SynchronizationContext.SetSynchronizationContext(null);
        making = this;
        System = ActorSystem.Create("fleet", ActorSystemSetup.Create(BootstrapSetup.Create().WithConfig(_config), new TurnSetup(this)));
        while (TakeSystemTurn())
        {
        }
    }

    /// <summary>The one whose actor system is being made in this thread: what Akka makes by its type's name asks for it.</summary>
    internal static TurnThread? Making => making;

    internal ActorSystem System { get; }

    /// <summary>Set by the scheduler when the system makes it.</summary>
    internal TurnScheduler Scheduler { get; set; } = null!;

    /// <summary>Whose turn it is; null: nobody's.</summary>
    internal Life? Current { get; private set; }

    /// <summary>Turns that could be taken now.</summary>
    internal int Ready => _ready.Count;

    /// <summary>What came from another thread: there must be none.</summary>
    internal bool WasLeft { get; private set; }

    /// <summary>A top actor of a life, which hears its first message with its first turn.</summary>
    internal IActorRef Begin(Life life, Props props)
    {
        life.Name = $"life-{++_names}";
        _lives[life.Name] = life;
        return System.ActorOf(props, life.Name);
    }

    /// <summary>The life that an actor belongs to; null: the system itself.</summary>
    internal Life? LifeOf(ActorPath path)
    {
        var top = path;
        while (top.Depth > 2) top = top.Parent;
        return _lives.GetValueOrDefault(top.Name);
    }

    internal void Enqueue(IRunnable turn)
    {
        if (Environment.CurrentManagedThreadId != _thread)
        {
            WasLeft = true;
            return;
        }

        var life = turn is Mailbox { MessageQueue: TurnMailbox.Queue queue } ? queue.Life : null;
        if (life is { IsStill: true }) life.Held.Add(turn);
        else _ready.Add((life, turn));
    }

    /// <summary>Takes the n-th of the turns that are ready.</summary>
    internal void TakeTurn(int number)
    {
        var (life, turn) = _ready[number];
        _ready.RemoveAt(number);
        if (life is { IsStill: true }) life.Held.Add(turn);
        else As(life, turn.Run);
    }

    /// <summary>Something that happens to a life from outside, such as an answer.</summary>
    internal void As(Life? life, Action what)
    {
        Current = life;
        try
        {
            what();
        }
        finally
        {
            Current = null;
        }
    }

    /// <summary>It goes on where it was: what came meanwhile is ready, timers that are over fire.</summary>
    internal void Thaw(Life life)
    {
        life.IsFrozen = false;
        foreach (var turn in life.Held) _ready.Add((life, turn));
        life.Held.Clear();
        Scheduler.FireOverdue(life);
    }

    /// <summary>Ends all actors of the schedule that is over, whatever they wait for.</summary>
    internal void EndAll()
    {
        foreach (var life in _lives.Values)
        {
            life.IsEnding = true;
            Thaw(life);
            if (life.Root is { } root) System.Stop(root);
        }

        while (_ready.Count > 0) TakeTurn(0);
        _lives.Clear();
        Scheduler.Clear();
    }

    private bool TakeSystemTurn()
    {
        if (_ready.Count == 0) return false;
        TakeTurn(0);
        return true;
    }
}
