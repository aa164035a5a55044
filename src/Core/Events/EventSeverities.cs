using System.Text.Json;

namespace ChefActors.Core.Events;

/// <summary>Severities and their words.</summary>
public static class EventSeverities
{
    /// <summary>All, from the least to the worst.</summary>
    public static IReadOnlyList<EventSeverity> All { get; } = Enum.GetValues<EventSeverity>();

    /// <summary>The word in payloads, plans and flags, such as <c>not_classified</c>.</summary>
    public static string Word(this EventSeverity severity) => JsonNamingPolicy.SnakeCaseLower.ConvertName(severity.ToString());
}
