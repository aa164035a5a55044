using ChefActors.Core.Commands;
using ChefActors.Core.Nodes;
using ChefActors.Core.RunLists;

namespace ChefActors.NodeHost.Running;

/// <summary>What this node host takes.</summary>
/// <param name="Node">This node.</param>
/// <param name="Cluster">The cluster's id.</param>
/// <param name="Journal">This journal's id.</param>
/// <param name="Items">Run-list items that are allowed.</param>
/// <param name="Attributes">Top-level attributes that are allowed; <c>*</c> among them: all.</param>
/// <param name="SlotEnabled">Whether pushes through the slot are taken.</param>
/// <param name="SlotMode">How a push through the slot meets chef-client.</param>
internal sealed record AdmissionPolicy(
    NodeName Node, string Cluster, string Journal, AllowList Items, IReadOnlyList<string> Attributes, bool SlotEnabled, RunMode SlotMode);
