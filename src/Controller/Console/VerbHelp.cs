using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace ChefActors.Controller.Console;

/// <summary>Help with examples: the library's own text, then what to type.</summary>
internal sealed class VerbHelp(HelpAction inner, IReadOnlyDictionary<Command, string[]> examples) : SynchronousCommandLineAction
{
    /// <inheritdoc />
    public override bool ClearsParseErrors => true;

    /// <inheritdoc />
    public override int Invoke(ParseResult parseResult)
    {
        var exitCode = inner.Invoke(parseResult);
        if (!examples.TryGetValue(parseResult.CommandResult.Command, out var lines)) return exitCode;
        var output = parseResult.InvocationConfiguration.Output;
        output.WriteLine(lines.Length == 1 ? "Example:" : "Examples:");
        foreach (var line in lines) output.WriteLine("  " + line);
        return exitCode;
    }
}
