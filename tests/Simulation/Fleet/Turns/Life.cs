using Akka.Actor;
using Akka.Dispatch;
using ChefActors.Testing.Simulated;

namespace ChefActors.Simulation.Fleet.Turns;

/// <summary>One life of a process: its actors below one, and its sessions.</summary>
internal sealed class Life(SimulatedProcess process)
{
    internal string Name { get; set; } = "";

    internal SimulatedProcess Process => process;

    /// <summary>The actor above all others of it.</summary>
    internal IActorRef? Root { get; set; }

    /// <summary>Nothing of it runs, and all of it waits: turns, timers, answers, events.</summary>
    internal bool IsFrozen
    {
        get => process.IsFrozen;
        set => process.IsFrozen = value;
    }

    /// <summary>Its requests are under way for so long.</summary>
    internal DateTimeOffset AnsweredFrom { get; set; }

    /// <summary>Nothing of it ever runs again.</summary>
    internal bool IsDead => process.IsCrashed && !IsEnding;

    /// <summary>Nothing of it runs now.</summary>
    internal bool IsStill => IsFrozen || IsDead;

    /// <summary>The schedule is over, and its actors are stopped.</summary>
    internal bool IsEnding { get; set; }

    /// <summary>Planted fault: messages that never come.</summary>
    internal Func<IActorRef, object, bool>? Loses { get; init; }

    internal List<IRunnable> Held { get; } = [];
}
