using System.Collections.Immutable;
using ChefActors.Core.Nodes;
using ChefActors.ZooKeeper;

namespace ChefActors.Controller.Fleet;

/// <summary>All that stands below a node when it is to be forgotten.</summary>
/// <param name="Name">The node.</param>
/// <param name="Node">Its own Stat; its data is the slot.</param>
/// <param name="Presence">The Stat of <c>alive</c>; null: nobody is there.</param>
/// <param name="Entries">Its inbox.</param>
/// <param name="Znodes">Every other znode below it with its data version, children before their parents.</param>
internal sealed record RetireReading(NodeName Name, Stat Node, Stat? Presence, ImmutableArray<RetireEntry> Entries, ImmutableArray<(string Path, int Version)> Znodes);
