namespace ChefActors.Core.Rollouts;

/// <summary>Payload of <c>/rollout/&lt;id&gt;/result/&lt;k&gt;</c>, always compressed: targets of an ended rollout with their results.</summary>
/// <param name="V">Payload version.</param>
/// <param name="LogBytes">Bytes of a log's end that were kept of each result, at most: whoever compares a row with its copy cuts the row likewise.</param>
/// <param name="Rows">The targets, in the order in which they went. A row that stands as a znode overrides its copy here.</param>
public sealed record FoldedChunk(int V, int LogBytes, IReadOnlyList<FoldedRow> Rows);
