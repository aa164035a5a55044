using Akka.Actor;

namespace ChefActors.NodeHost.Tests.Actors;

/// <summary>Takes whatever it is told and keeps it; with a child it stands for that one's parent.</summary>
internal sealed class Recorder : ReceiveActor
{
    private readonly Props? _child;
    private readonly Action<IActorRef>? _born;

    public Recorder(List<object> told, Props? child, Action<IActorRef>? born)
    {
        (_child, _born) = (child, born);
        ReceiveAny(told.Add);
    }

    /// <inheritdoc />
    protected override void PreStart()
    {
        if (_child is not null) _born!(Context.ActorOf(_child, "child"));
    }
}
