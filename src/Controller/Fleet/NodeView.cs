using System.Collections.Immutable;
using ChefActors.Core.Commands;

namespace ChefActors.Controller.Fleet;

/// <summary>One node whole.</summary>
/// <param name="Node">What the fleet's table has of it.</param>
/// <param name="Queue">Its inbox, oldest first: commands that wait or run.</param>
/// <param name="SlotBytes">Bytes in its slot; 0: idle.</param>
internal sealed record NodeView(FleetNode Node, ImmutableArray<QueuedCommand> Queue, int SlotBytes);

/// <summary>One entry of an inbox.</summary>
/// <param name="Id">The command's id.</param>
/// <param name="Since">When it was put there, by ZooKeeper's clock.</param>
/// <param name="Command">What it asks; null when it cannot be read.</param>
/// <param name="Problem">Why it cannot be read.</param>
internal sealed record QueuedCommand(string Id, DateTimeOffset Since, Command? Command, string? Problem);
