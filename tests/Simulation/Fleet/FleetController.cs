using System.Collections.Concurrent;
using Akka.Actor;
using ChefActors.Controller.Dispatching;
using ChefActors.Controller.History;
using ChefActors.Controller.Notifying;
using ChefActors.Controller.Ownership;
using ChefActors.Controller.Rollouts;
using ChefActors.Simulation.Fleet.Turns;
using ChefActors.Simulation.Model;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChefActors.Simulation.Fleet;

/// <summary>A controller's process: the actors of <c>serve</c>, or those of a console's verb. It lives once.</summary>
internal sealed class FleetController
{
    // Nothing is ever posted: no plan here asks for it.
    private static readonly Webhook Silent = new(TimeProvider.System, NullLogger.Instance);

    private readonly FleetWorld _world;
    private readonly ConcurrentDictionary<string, SnapshotHub> _hubs = new(StringComparer.Ordinal);
    private readonly ControllerIdentity _me;
    private readonly IActorRef _root;

    private FleetController(FleetWorld world, string id, Life life)
    {
        (_world, Life, _me) = (world, life, new ControllerIdentity(id, "host", 1, "alice@ops1"));
        Life.Root = _root = world.Thread.Begin(Life, ControllerActor.Props(life.Process, _me, world.Time, new ErrorLog<ControllerActor>(world.Errors, "No ZooKeeper session"), _hubs, CrashPoint.None, HistoryLimits.Default, Silent));
        world.Lives.Add(Life);
    }

    internal Life Life { get; }

    internal string Id => _me.Id;

    internal bool Lives => !Life.IsDead;

    /// <summary>It takes over whatever nobody drives.</summary>
    internal bool IsDaemon { get; private init; }

    /// <summary><c>serve</c>.</summary>
    internal static FleetController Daemon(FleetWorld world, string id, Life life)
    {
        var daemon = new FleetController(world, id, life) { IsDaemon = true };
        daemon._root.Tell(new ControllerProtocol.TakeOverAll(null));
        return daemon;
    }

    /// <summary>A verb: it asks one thing, and drives what comes of it.</summary>
    internal static FleetController Console(FleetWorld world, string id, Life life, object wish)
    {
        var console = new FleetController(world, id, life);
        console._root.Tell(wish, new FleetAnswer(world.Thread.System, answer =>
        {
            world.Tell($"{id} is answered {answer.GetType().Name}");
            if (answer is not StartAnswer.Driving) console.Close();
        }));
        return console;
    }

    /// <summary>It leaves in order, and what it drives is left to others.</summary>
    internal void Close() => _root.Tell(new ControllerProtocol.Close(), new FleetAnswer(_world.Thread.System, _ => Life.Process.Crash()));
}
