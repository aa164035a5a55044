using Akka.Actor;

namespace ChefActors.NodeHost;

/// <summary>Makes an actor by a plain function. <c>Props.Create</c> takes an expression, which a process that starts would have to compile.</summary>
internal sealed class MadeBy<T>(Func<T> make) : IIndirectActorProducer
    where T : ActorBase
{
    /// <inheritdoc />
    public Type ActorType => typeof(T);

    /// <summary>How such an actor is made.</summary>
    internal static Props Props(Func<T> make) => Akka.Actor.Props.CreateBy(new MadeBy<T>(make));

    /// <inheritdoc />
    public ActorBase Produce() => make();

    /// <inheritdoc />
    public void Release(ActorBase actor)
    {
        // Nothing was lent.
    }
}
