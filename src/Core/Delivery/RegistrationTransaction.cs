using ChefActors.Core.Nodes;
using ChefActors.Core.Znodes;
using ChefActors.ZooKeeper;

namespace ChefActors.Core.Delivery;

/// <summary>T0: a node host registers (DELIVERY, section 2).</summary>
public static class RegistrationTransaction
{
    /// <summary>The persistent znodes of a node, parents first; each is created when it is missing.</summary>
    public static IReadOnlyList<string> Znodes(NodeName node) =>
        [ZnodeLayout.Nodes, ZnodeLayout.Node(node), ZnodeLayout.Inbox(node), ZnodeLayout.Facts(node), ZnodeLayout.Activity(node), ZnodeLayout.NodeResult(node)];

    /// <summary>Presence, as an ephemeral of this session.</summary>
    public static IReadOnlyList<ZnodeOperation> Register(NodeName node, byte[] presence) =>
        [new ZnodeOperation.Create(ZnodeLayout.Alive(node), presence, CreateMode.Ephemeral)];

    /// <summary>The same over one's own ghost: an <c>alive</c> of this machine and journal whose process is dead. It never changes, so its version is 0.</summary>
    public static IReadOnlyList<ZnodeOperation> ReplaceGhost(NodeName node, byte[] presence) =>
        [new ZnodeOperation.Delete(ZnodeLayout.Alive(node), 0), .. Register(node, presence)];
}
