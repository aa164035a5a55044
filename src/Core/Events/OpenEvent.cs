using ChefActors.Core.Nodes;

namespace ChefActors.Core.Events;

/// <summary>A problem that was opened and has not recovered.</summary>
/// <param name="Id">The sender's id.</param>
/// <param name="Node">The node.</param>
/// <param name="Severity">How bad.</param>
/// <param name="Text">For people.</param>
/// <param name="OpenedAt">By ZooKeeper's clock.</param>
public sealed record OpenEvent(string Id, NodeName Node, EventSeverity Severity, string Text, DateTimeOffset OpenedAt);
