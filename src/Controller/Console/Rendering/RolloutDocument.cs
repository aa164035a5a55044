using System.Text.Json.Serialization;
using ChefActors.Controller.Rollouts;
using ChefActors.Core.Results;
using ChefActors.Core.Rollouts;

namespace ChefActors.Controller.Console.Rendering;

/// <summary>A rollout as <c>--output json</c> shows it (CONTRACT, section 6).</summary>
internal sealed record RolloutDocument(
    int V,
    string Cluster,
    string Rollout,
    string Name,
    RolloutPhase State,
    Reason? Reason,
    string IssuedBy,
    DateTimeOffset? StartedAt,
    DateTimeOffset? FinishedAt,
    RolloutCounts Counts,
    IReadOnlyList<WaveDocument> Waves,
    IReadOnlyList<NodeDocument> Nodes)
{
    /// <summary>The document of a snapshot.</summary>
    public static RolloutDocument Of(RolloutSnapshot snapshot, string cluster) => new(
        1,
        cluster,
        snapshot.Plan.Id,
        snapshot.Plan.Name,
        snapshot.State.Phase,
        snapshot.State.Reason,
        snapshot.Plan.IssuedBy,
        snapshot.State.StartedAt,
        snapshot.State.FinishedAt,
        new RolloutCounts(snapshot.Tally),
        [.. snapshot.Plan.Waves.Select((wave, index) => WaveOf(snapshot, wave, index))],
        [.. snapshot.Nodes.Select(node => NodeDocument.Of(node, snapshot.Plan))]);

    private static WaveDocument WaveOf(RolloutSnapshot snapshot, WavePlan wave, int index)
    {
        var nodes = snapshot.Nodes.Where(n => n.Wave == index).ToList();
        var tally = nodes.Aggregate(ResultTally.Of(nodes.Count), (t, n) => t.Move(NodeStanding.Pending, n.Standing));
        var state = index < snapshot.State.Waves.Count ? snapshot.State.Waves[index].State : WaveState.Pending;
        return new WaveDocument(wave.Name, state, wave.Targets, wave.Parallel, new RolloutCounts(tally));
    }
}

/// <summary>One wave.</summary>
internal sealed record WaveDocument(string Name, WaveState State, int Targets, int Parallel, RolloutCounts Counts);

/// <summary>One node of a rollout. What is not known is null.</summary>
internal sealed record NodeDocument(
    string Node, string State, string Wave, int? ExitCode, ResourceCount? Resources, Reason? Reason, double? Seconds)
{
    /// <summary>The document of a node.</summary>
    public static NodeDocument Of(NodeSnapshot node, RolloutPlan plan) => new(
        node.Node.Value,
        ResultText.Word(node.Standing),
        plan.Waves[node.Wave].Name,
        node.Result?.ExitCode,
        node.Result?.Resources,
        node.Result?.Reason,
        ResultText.Took(node.Result) is { } took ? Math.Round(took.TotalSeconds, 3) : null);
}

/// <summary>One line of <c>jsonl</c>: what happened to a rollout, a wave or a node. Fields of the other kinds are absent.</summary>
internal sealed record EventDocument(DateTimeOffset At, string Type, string Rollout)
{
    /// <summary>The wave's name, or the node's wave.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Wave { get; init; }

    /// <summary>The node.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Node { get; init; }

    /// <summary>The state's word.</summary>
    public required string State { get; init; }

    /// <summary>Why.</summary>
    public Reason? Reason { get; init; }

    /// <summary>chef-client's exit code.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? ExitCode { get; init; }

    /// <summary>Chef's count.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ResourceCount? Resources { get; init; }

    /// <summary>How long it ran.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Seconds { get; init; }

    /// <summary>The line of a change.</summary>
    public static EventDocument Of(RolloutChange change, RolloutSnapshot snapshot)
    {
        var id = snapshot.Plan.Id;
        switch (change)
        {
            case RolloutChange.Phase phase:
                return new EventDocument(snapshot.At, "rollout", id) { State = phase.State.Phase.Word(), Reason = phase.State.Reason };
            case RolloutChange.Wave wave:
                return new EventDocument(snapshot.At, "wave", id) { Wave = wave.Status.Name, State = wave.Status.State.ToString().ToLowerInvariant() };
            case RolloutChange.Node node:
                var document = NodeDocument.Of(node.Snapshot, snapshot.Plan);
                return new EventDocument(snapshot.At, "node", id)
                {
                    Wave = document.Wave,
                    Node = document.Node,
                    State = document.State,
                    Reason = document.Reason,
                    ExitCode = document.ExitCode,
                    Resources = document.Resources,
                    Seconds = document.Seconds,
                };
            default:
                throw new ArgumentOutOfRangeException(nameof(change), change, "no kind of change");
        }
    }
}
