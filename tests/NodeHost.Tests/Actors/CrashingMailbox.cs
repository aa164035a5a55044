using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Dispatch.MessageQueues;

namespace ChefActors.NodeHost.Tests.Actors;

/// <summary>A mailbox whose actor is killed at the message that the plan names: it fails as if a handler had thrown, and its parent hears of it.</summary>
internal sealed class CrashingMailbox(Settings settings, Config config) : MailboxType(settings, config), IProducesMessageQueue<UnboundedMessageQueue>
{
    /// <summary>Its id in the configuration.</summary>
    public const string Id = "crashing-mailbox";

    public override IMessageQueue Create(IActorRef owner, ActorSystem system) => new Queue(owner.Path.Name, CrashPlans.Of(system));

    private sealed class Queue(string actor, CrashPlan plan) : IMessageQueue, IUnboundedMessageQueueSemantics
    {
        private readonly UnboundedMessageQueue _inner = new();

        public bool HasMessages => _inner.HasMessages;

        public int Count => _inner.Count;

        public void Enqueue(IActorRef receiver, Envelope envelope)
        {
            foreach (var message in plan.Take(actor, envelope.Message)) _inner.Enqueue(receiver, new Envelope(message, envelope.Sender));
        }

        public bool TryDequeue(out Envelope envelope) => _inner.TryDequeue(out envelope);

        public void CleanUp(IActorRef owner, IMessageQueue deadletters) => _inner.CleanUp(owner, deadletters);
    }
}
