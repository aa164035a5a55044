using ChefActors.Core.Results;
using ChefActors.NodeHost.Journal;
using ChefActors.NodeHost.Running;

namespace ChefActors.NodeHost.Delivery;

/// <summary>What the delivery actor is asked, each a wish that it keeps over any outage, and how it answers.</summary>
internal static class DeliveryProtocol
{
    /// <summary>A wish. A closed set.</summary>
    internal abstract record Wish
    {
        private Wish()
        {
        }

        /// <summary>The command's id.</summary>
        internal abstract string Id { get; }

        /// <summary>T5, T5s: answered by <see cref="RunnerInput.ClaimAnswered"/>.</summary>
        internal sealed record Claim(QueuedCommand Item, int Attempt) : Wish
        {
            internal override string Id => Item.Id;
        }

        /// <summary>T6, T6s: answered by <see cref="RunnerInput.Reported"/>.</summary>
        internal sealed record Report(JournalRecord.Outcome Outcome) : Wish
        {
            internal override string Id => Outcome.Id;
        }

        /// <summary>T7: answered by <see cref="RunnerInput.Refused"/>.</summary>
        internal sealed record Refuse(string CommandId, SlotIdentity? Slot, CommandResult Result) : Wish
        {
            internal override string Id => CommandId;
        }

        /// <summary>Delete an entry that gets no result: answered by <see cref="RunnerInput.Refused"/>.</summary>
        internal sealed record Drop(string CommandId, bool IsSlot) : Wish
        {
            internal override string Id => CommandId;
        }

        /// <summary>Read where the znodes stand: answered by <see cref="RunnerInput.Inspected"/>.</summary>
        internal sealed record Inspect(JournalRecord.Start Start) : Wish
        {
            internal override string Id => Start.Id;
        }
    }

    /// <summary>A wish came true.</summary>
    internal sealed record Answer(RunnerInput Input);
}
