using ChefActors.Core.Commands;
using ChefActors.Core.Nodes;
using ChefActors.Core.RunLists;
using ChefActors.NodeHost.Facts;

namespace ChefActors.NodeHost.Running;

/// <summary>What this node host takes.</summary>
/// <param name="Node">This node.</param>
/// <param name="Cluster">The cluster's id.</param>
/// <param name="Journal">This journal's id.</param>
/// <param name="Items">Run-list items that are allowed.</param>
/// <param name="Attributes">Top-level attributes that are allowed; <c>*</c> among them: all.</param>
/// <param name="SlotEnabled">Whether pushes through the slot are taken.</param>
/// <param name="SlotMode">How a push through the slot meets chef-client.</param>
/// <param name="ChefMode">What is known of the node's mode: a named run-list needs a Policyfile node.</param>
internal sealed record AdmissionPolicy(
    NodeName Node, string Cluster, string Journal, AllowList Items, IReadOnlyList<string> Attributes, bool SlotEnabled, RunMode SlotMode, ChefMode ChefMode = ChefMode.Unknown);
