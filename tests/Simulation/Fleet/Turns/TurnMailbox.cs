using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Dispatch.MessageQueues;

namespace ChefActors.Simulation.Fleet.Turns;

/// <summary>A mailbox that knows whose it is.</summary>
internal sealed class TurnMailbox(Settings settings, Config config) : MailboxType(settings, config), IProducesMessageQueue<UnboundedMessageQueue>
{
    public override IMessageQueue Create(IActorRef owner, ActorSystem system) => new Queue(Settings.Setup.Get<TurnSetup>().Value.Thread.LifeOf(owner.Path));

    internal sealed class Queue(Life? life) : IMessageQueue, IUnboundedMessageQueueSemantics
    {
        private readonly Queue<Envelope> _messages = new();

        internal Life? Life => life;

        public bool HasMessages => _messages.Count > 0;

        public int Count => _messages.Count;

        public void Enqueue(IActorRef receiver, Envelope envelope)
        {
            if (life?.Loses?.Invoke(receiver, envelope.Message) != true) _messages.Enqueue(envelope);
        }

        public bool TryDequeue(out Envelope envelope) => _messages.TryDequeue(out envelope);

        public void CleanUp(IActorRef owner, IMessageQueue deadletters) => _messages.Clear();
    }
}
