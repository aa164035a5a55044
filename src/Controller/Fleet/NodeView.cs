using System.Collections.Immutable;

namespace ChefActors.Controller.Fleet;

/// <summary>One node whole.</summary>
/// <param name="Node">What the fleet's table has of it.</param>
/// <param name="Queue">Its inbox, oldest first: commands that wait or run.</param>
/// <param name="SlotBytes">Bytes in its slot; 0: idle.</param>
internal sealed record NodeView(FleetNode Node, ImmutableArray<QueuedCommand> Queue, int SlotBytes);
