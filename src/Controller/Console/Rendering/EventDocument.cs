using System.Text.Json.Serialization;
using ChefActors.Controller.Rollouts;
using ChefActors.Core.Results;
using ChefActors.Core.Rollouts;

namespace ChefActors.Controller.Console.Rendering;

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
