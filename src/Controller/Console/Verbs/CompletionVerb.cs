using System.CommandLine;

namespace ChefActors.Controller.Console.Verbs;

/// <summary>Prints what a shell needs to complete our verbs and options.</summary>
internal sealed class CompletionVerb : IVerb
{
    private readonly Argument<string> shell = new("SHELL") { Description = "bash, zsh or fish" };

    /// <inheritdoc />
    public Command Declaration
    {
        get
        {
            shell.AcceptOnlyFromAmong([.. CompletionScripts.All.Keys]);
            return new Command("completion", "Prints a script that completes verbs and options in a shell") { shell };
        }
    }

    /// <inheritdoc />
    public string[] Examples => ["source <(chefactors completion bash)", "chefactors completion fish > ~/.config/fish/completions/chefactors.fish"];

    /// <inheritdoc />
    public async Task<ExitCode> RunAsync(VerbContext context, CancellationToken cancellationToken)
    {
        await context.World.Output.WriteLineAsync(CompletionScripts.All[context.Parse.GetRequiredValue(shell)]);
        return ExitCode.Success;
    }
}
