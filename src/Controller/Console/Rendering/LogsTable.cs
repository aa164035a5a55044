using System.Globalization;
using ChefActors.Core.Nodes;
using ChefActors.Core.Queries;
using Spectre.Console;

namespace ChefActors.Controller.Console.Rendering;

/// <summary>The logs that a node holds, a line each.</summary>
internal static class LogsTable
{
    private const int CommandWidth = 26;
    private const int AttemptWidth = 7;
    private const int WhenWidth = 20;
    private const int BytesWidth = 10;

    /// <summary>Writes it.</summary>
    public static void Write(IAnsiConsole screen, LogListAnswer list, NodeName node, string cluster)
    {
        var width = screen.Profile.Width;
        Show(new ScreenLine(width).Add("cluster ").Add(cluster, Shades.Strong).Add("  logs of ").Add(node.Value, Shades.Strong));
        if (list.Logs.Count == 0)
        {
            Show(new ScreenLine(width).Add("none: nothing ran there yet, or its logs are gone"));
            return;
        }

        Show(Row(width, "COMMAND", "ATTEMPT", "LAST WRITTEN", "BYTES".PadLeft(BytesWidth), "STATE", Shades.Quiet));
        foreach (var log in list.Logs)
        {
            Show(Row(
                width, SafeText.Line(log.Command), log.Attempt.ToString(CultureInfo.InvariantCulture), TimeText.At(log.At), log.Bytes.ToString(CultureInfo.InvariantCulture).PadLeft(BytesWidth), State(log), StyleOf(log)));
        }

        if (list.LeftOut > 0) Show(new ScreenLine(width).Add($"… and {list.LeftOut} older ones"));

        void Show(ScreenLine line)
        {
            screen.Write(line.Renderable);
            screen.WriteLine();
        }
    }

    /// <summary>One log in a line of a message.</summary>
    public static string Line(ListedLog log) =>
        string.Create(CultureInfo.InvariantCulture, $"{SafeText.Line(log.Command)}  attempt {log.Attempt}, {TimeText.At(log.At)}, {log.Bytes:N0} bytes, {State(log)}");

    /// <summary><c>running</c>, <c>exit 0</c>, or <c>ended</c> where no code was noted.</summary>
    public static string State(ListedLog log) => log.Running ? "running" : log.ExitCode is { } code ? string.Create(CultureInfo.InvariantCulture, $"exit {code}") : "ended";

    private static ScreenLine Row(int width, string command, string attempt, string when, string bytes, string state, Style? style) =>
        new ScreenLine(width).Column(command, CommandWidth).Column(attempt, AttemptWidth).Column(when, WhenWidth).Column(bytes, BytesWidth).Add(state, style);

    private static Style StyleOf(ListedLog log) => log.Running ? Shades.Busy : log.ExitCode switch { 0 => Shades.Good, null => Shades.Careful, _ => Shades.Bad };
}
