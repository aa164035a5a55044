using ChefActors.Controller.Fleet;
using Spectre.Console;

namespace ChefActors.Controller.Console;

/// <summary>
/// What the process gives to a verb, so that tests can give their own. Consoles are made on first use: help needs none of it.
/// </summary>
internal sealed record ConsoleWorld
{
    /// <summary>stdout for results.</summary>
    public required TextWriter Output { get; init; }

    /// <summary>stdout for bytes as they are; what was written to <see cref="Output"/> is flushed before.</summary>
    public required Func<Stream> OutputBytes { get; init; }

    /// <summary>stderr for messages and logs.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>stdin, for the one question that is ever asked.</summary>
    public required TextReader Input { get; init; }

    /// <summary>stdout is a terminal.</summary>
    public required bool OutputIsTerminal { get; init; }

    /// <summary>stdin is a terminal: somebody can be asked.</summary>
    public required bool InputIsTerminal { get; init; }

    /// <summary>An environment variable, or null.</summary>
    public required Func<string, string?> Environment { get; init; }

    /// <summary>The clock.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>Who types, as <c>user@host</c>.</summary>
    public required string User { get; init; }

    /// <summary>Ten random bytes for a new rollout's id.</summary>
    public required Func<byte[]> Chance { get; init; }

    /// <summary>Makes the console for tables and the live view, colours or not.</summary>
    public required Func<bool, IAnsiConsole> Screen { get; init; }

    /// <summary>Where clusters come from.</summary>
    public required IClusterConnector Clusters { get; init; }

    /// <summary>Ctrl-C and SIGTERM.</summary>
    public required Interruption Interruption { get; init; }

    /// <summary>The demonstration; null until it is there.</summary>
    public IDemo? Demo { get; init; }

    /// <summary>How this program is typed, for commands that messages propose.</summary>
    public string Program { get; init; } = "chefactors";

    /// <summary>The program's version.</summary>
    public required string Version { get; init; }
}
