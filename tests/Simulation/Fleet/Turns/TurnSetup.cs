using Akka.Actor.Setup;

namespace ChefActors.Simulation.Fleet.Turns;

/// <summary>By this what an actor system makes of its configuration finds the thread.</summary>
internal sealed class TurnSetup(TurnThread thread) : Setup
{
    internal TurnThread Thread => thread;
}
