using System.Text.Json;
using ChefActors.Controller.Aggregation;
using ChefActors.Controller.Fleet;
using ChefActors.Core.Nodes;
using ChefActors.Core.Results;
using ChefActors.Core.Rollouts;

namespace ChefActors.Controller.Console.Rendering;

/// <summary>One node in <c>nodes --output json</c> (CONTRACT, section 6).</summary>
internal sealed record FleetNodeDocument(string Node, bool Alive, DateTimeOffset? Since, Activity? Activity, JsonElement? Facts, LastDocument? Last)
{
    /// <summary>The document of a node.</summary>
    public static FleetNodeDocument Of(FleetNode node) => new(
        node.Name.Value, node.Alive, node.Since, node.Activity, node.Facts,
        node.Last is { } last ? new LastDocument(last.State, last.Command, last.FinishedAt) : null);
}

/// <summary>A node's latest result in short.</summary>
internal sealed record LastDocument(ResultState State, string Command, DateTimeOffset? FinishedAt);

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

/// <summary>One command in a node's inbox.</summary>
internal sealed record QueueDocument(string Command, DateTimeOffset Since, string? IssuedBy, bool Claimed, DateTimeOffset? AcceptBy, string? Problem);

/// <summary>One rollout in <c>rollout list --output json</c>.</summary>
internal sealed record RolloutListDocument(
    string Rollout,
    string Name,
    RolloutPhase State,
    Reason? Reason,
    string IssuedBy,
    DateTimeOffset IssuedAt,
    DateTimeOffset? FinishedAt,
    string Target,
    RolloutCounts? Counts,
    string? Owner)
{
    /// <summary>The document of a rollout.</summary>
    public static RolloutListDocument Of(RolloutSummary rollout) => new(
        rollout.Plan.Id, rollout.Plan.Name, rollout.State.Phase, rollout.State.Reason, rollout.Plan.IssuedBy, rollout.Plan.IssuedAt, rollout.State.FinishedAt,
        rollout.Plan.Target, rollout.State.Counts, rollout.OwnedBy is { } owner ? $"{owner.Controller} ({owner.Host}, pid {owner.Pid})" : null);
}
