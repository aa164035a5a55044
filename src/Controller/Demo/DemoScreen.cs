using ChefActors.Controller.Console;
using ChefActors.Controller.Console.Rendering;
using Spectre.Console;

namespace ChefActors.Controller.Demo;

/// <summary>Where the story is told: the terminal, or plain lines elsewhere.</summary>
internal sealed class DemoScreen(ConsoleWorld world, bool usesColor)
{
    private readonly IAnsiConsole? terminal = world.OutputIsTerminal ? world.Screen(usesColor) : null;

    /// <summary>Lines as they are.</summary>
    public Task SayAsync(params IEnumerable<string> lines) => WriteAsync(lines, Style.Plain);

    /// <summary>A heading, after an empty line.</summary>
    public async Task HeadAsync(string text)
    {
        await WriteAsync([""], Style.Plain);
        await WriteAsync([text], Shades.Strong);
    }

    /// <summary>What went well.</summary>
    public Task GoodAsync(params IEnumerable<string> lines) => WriteAsync(lines, Shades.Good);

    /// <summary>The view of a rollout, as push has it.</summary>
    public IRolloutView Rollout(string cluster) =>
        terminal is null ? new LineView(world.Output, cluster, Typed) : new LiveView(terminal, cluster, world.Time, Typed);

    private string Typed(string verb) => $"{world.Program} {verb}";

    private async Task WriteAsync(IEnumerable<string> lines, Style style)
    {
        foreach (var line in lines)
        {
            if (terminal is null) await world.Output.WriteLineAsync(line);
            else terminal.Write(new Text(line + Environment.NewLine, style));
        }

        if (terminal is null) await world.Output.FlushAsync();
    }
}
