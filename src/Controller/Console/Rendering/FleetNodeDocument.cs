using System.Text.Json;
using ChefActors.Controller.Fleet;
using ChefActors.Core.Nodes;

namespace ChefActors.Controller.Console.Rendering;

/// <summary>One node in <c>nodes --output json</c> (CONTRACT, section 6).</summary>
internal sealed record FleetNodeDocument(string Node, bool Alive, DateTimeOffset? Since, Activity? Activity, JsonElement? Facts, DateTimeOffset? FactsChangedAt, LastDocument? Last)
{
    /// <summary>The document of a node.</summary>
    public static FleetNodeDocument Of(FleetNode node) => new(
        node.Name.Value, node.Alive, node.Since, node.Activity, node.Facts, node.FactsChangedAt,
        node.Last is { } last ? new LastDocument(last.State, last.Command, last.FinishedAt) : null);
}
