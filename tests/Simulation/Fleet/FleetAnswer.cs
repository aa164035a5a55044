using Akka.Actor;

namespace ChefActors.Simulation.Fleet;

/// <summary>Who a verb's question is asked for: hears the one answer.</summary>
internal sealed class FleetAnswer(ActorSystem system, Action<object> heard) : MinimalActorRef
{
    public override ActorPath Path { get; } = system.DeadLetters.Path.Parent / "verb";

    public override IActorRefProvider Provider => ((ExtendedActorSystem)system).Provider;

    protected override void TellInternal(object message, IActorRef sender) => heard(message);
}
