using System.Text.Json.Serialization;

namespace ChefActors.Core.Events;

/// <summary>Payload of <c>/event/&lt;seq&gt;</c>: something that monitoring saw on a node, or that it is over.</summary>
public sealed record MonitoringEvent
{
    /// <summary>Payload version.</summary>
    public int V { get; init; } = 1;

    /// <summary>The sender's id of the problem, 1 to 128 characters; what opens and what recovers have the same.</summary>
    public required string Id { get; init; }

    /// <summary>The node's name.</summary>
    public required string Node { get; init; }

    /// <summary>How bad.</summary>
    public EventSeverity Severity { get; init; }

    /// <summary>For people, at most 1,024 characters.</summary>
    public required string Text { get; init; }

    /// <summary>It is over.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Recovered { get; init; }

    /// <summary>Who posted it, as <c>user@host</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? PostedBy { get; init; }
}
