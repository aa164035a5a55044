using ChefActors.Core.Nodes;
using ChefActors.ZooKeeper;

namespace ChefActors.Controller.History;

/// <summary>A row as it stands.</summary>
/// <param name="Node">Whose.</param>
/// <param name="Data">Its bytes.</param>
/// <param name="Stat">Its Stat.</param>
internal sealed record StoredRow(NodeName Node, byte[] Data, Stat Stat);
