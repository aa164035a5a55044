using System.CommandLine;

namespace ChefActors.Controller.Console;

/// <summary>One verb: how it is typed, an example, and what it does.</summary>
internal interface IVerb
{
    /// <summary>Its declaration; made anew for every start, without an action.</summary>
    Command Declaration { get; }

    /// <summary>Lines to type, for help.</summary>
    string[] Examples { get; }

    /// <summary>Does it. Throws <see cref="VerbFailure"/> for what cannot go on.</summary>
    Task<ExitCode> RunAsync(VerbContext context, CancellationToken cancellationToken);
}
