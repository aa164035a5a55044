using ChefActors.Controller.Events;
using ChefActors.Core.Events;

namespace ChefActors.Controller.Console.Rendering;

/// <summary>A monitoring event with <c>--output json</c> or <c>jsonl</c>: one object a line.</summary>
internal sealed record PostedEventDocument(DateTimeOffset At, string Sequence, string? Id, string? Node, string? Severity, string? Text, bool Recovered, string? PostedBy)
{
    public static PostedEventDocument Of(PostedEvent posted) => new(
        posted.At, posted.Sequence, posted.Event?.Id, posted.Event?.Node, posted.Event is { } e ? e.Severity.Word() : null, posted.Event?.Text, posted.Event?.Recovered == true, posted.Event?.PostedBy);
}
