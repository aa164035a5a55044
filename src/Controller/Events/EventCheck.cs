using ChefActors.Core.Events;
using ChefActors.Core.Nodes;

namespace ChefActors.Controller.Events;

/// <summary>Whether an event may be posted. Pure.</summary>
internal static class EventCheck
{
    /// <summary>Characters of an id.</summary>
    public const int IdAtMost = 128;

    /// <summary>Characters of a text.</summary>
    public const int TextAtMost = 1024;

    /// <summary>What is wrong with it, what is allowed; null: nothing.</summary>
    public static string? Fault(MonitoringEvent e)
    {
        if (!NodeName.TryParse(e.Node, out _, out var error)) return "--node: " + error;
        if (e.Id.Length is 0 or > IdAtMost || e.Id.Any(char.IsControl)) return $"--id: found {e.Id.Length} characters; allowed are 1 to {IdAtMost} on one line";
        return e.Text.Length is 0 or > TextAtMost || e.Text.Any(char.IsControl) ? $"--text: found {e.Text.Length} characters; allowed are 1 to {TextAtMost} on one line" : null;
    }
}
