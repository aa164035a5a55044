using System.Text.Json;

namespace ChefActors.Controller.Demo;

/// <summary>A line that the stand-in wrote about itself: it began, it holds Chef's lock, it ended.</summary>
/// <param name="Event"><c>start</c>, <c>locked</c> or <c>end</c>.</param>
/// <param name="Node">On which node.</param>
/// <param name="Pid">Its process id.</param>
/// <param name="StartTime">When it was started, in clock ticks since boot.</param>
internal sealed record ChefStart(string Event, string Node, int Pid, long StartTime)
{
    /// <summary>Reads the whole lines of a file; a last line that is still being written is left out.</summary>
    public static IReadOnlyList<ChefStart> Parse(string text)
    {
        var end = text.LastIndexOf('\n');
        return end < 0 ? [] : [.. text[..end].Split('\n').Select(Line)];
    }

    private static ChefStart Line(string line)
    {
        using var json = JsonDocument.Parse(line);
        var root = json.RootElement;
        return new ChefStart(
            root.GetProperty("event").GetString() ?? "", root.GetProperty("node").GetString() ?? "", root.GetProperty("pid").GetInt32(), root.GetProperty("start_time").GetInt64());
    }
}
