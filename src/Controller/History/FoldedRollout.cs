using ChefActors.Core.Nodes;

namespace ChefActors.Controller.History;

/// <summary>An ended rollout, folded.</summary>
/// <param name="Chunks">Packed, in order; each fits one transaction.</param>
/// <param name="Removable">Rows that are no longer needed, with the versions that were folded.</param>
internal sealed record FoldedRollout(IReadOnlyList<byte[]> Chunks, IReadOnlyList<(NodeName Node, int Version)> Removable);
