using System.Text.Json;
using ChefActors.Controller.Fleet;
using ChefActors.Core.Nodes;
using ChefActors.Core.Results;

namespace ChefActors.Controller.Console.Rendering;

/// <summary>One node whole, as <c>node --output json</c> shows it.</summary>
internal sealed record NodeViewDocument(
    string Node,
    bool Alive,
    DateTimeOffset? Since,
    Presence? Presence,
    Activity? Activity,
    JsonElement? Facts,
    int SlotBytes,
    IReadOnlyList<QueueDocument> Queue,
    CommandResult? Last,
    IReadOnlyList<string> Problems)
{
    /// <summary>The document of a node.</summary>
    public static NodeViewDocument Of(NodeView view) => new(
        view.Node.Name.Value, view.Node.Alive, view.Node.Since, view.Node.Presence, view.Node.Activity, view.Node.Facts, view.SlotBytes,
        [.. view.Queue.Select(q => new QueueDocument(q.Id, q.Since, q.Command?.IssuedBy, q.Command?.Claim is not null, q.Command?.AcceptBy, q.Problem))],
        view.Node.Last,
        view.Node.Problems);
}
