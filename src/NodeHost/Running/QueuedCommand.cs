using ChefActors.Core.Commands;
using ChefActors.NodeHost.Journal;

namespace ChefActors.NodeHost.Running;

/// <summary>A command that was admitted.</summary>
/// <param name="Command">What to do.</param>
/// <param name="Entry">The bytes that a claim is written into; for a push through the slot those of the entry to be made.</param>
/// <param name="EntryVersion">The entry's version as last read; null: a push that has no entry yet.</param>
/// <param name="Slot">The push, when it came through the slot.</param>
/// <param name="Order">The zxid that brought it: first come, first served.</param>
/// <param name="ReceivedAt">When it was first read.</param>
internal sealed record QueuedCommand(Command Command, byte[] Entry, int? EntryVersion, SlotIdentity? Slot, long Order, DateTimeOffset ReceivedAt)
{
    /// <summary>The command's id.</summary>
    internal string Id => Command.Id;
}
