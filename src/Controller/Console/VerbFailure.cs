namespace ChefActors.Controller.Console;

/// <summary>A verb cannot go on: how the program ends, and what it says on stderr. Thrown by verbs, caught by <see cref="VerbApp"/> alone.</summary>
internal sealed class VerbFailure(ExitCode exitCode, string message) : Exception(message)
{
    /// <summary>How the program ends.</summary>
    public ExitCode ExitCode { get; } = exitCode;
}
