using System.CommandLine;
using ChefActors.Controller.Words;

namespace ChefActors.Controller.Console.Verbs;

/// <summary>Says that a wave is good.</summary>
internal sealed class RolloutApproveVerb : IVerb
{
    private readonly Argument<string> id = new("ID") { Description = "The rollout's id" };
    private readonly Argument<string?> wave = new("WAVE") { Description = "The wave; without it the current one", Arity = ArgumentArity.ZeroOrOne };

    /// <inheritdoc />
    public Command Declaration => new("approve", "Approves a wave that asks for it, so that the next one may begin once it is over") { id, wave };

    /// <inheritdoc />
    public string[] Examples => ["chefactors rollout approve 01JD3K5N8Q0R2S4T6V8W0X2Y4Z canary"];

    /// <inheritdoc />
    public Task<ExitCode> RunAsync(VerbContext context, CancellationToken cancellationToken) =>
        WordSaying.RunAsync(context, context.Parse.GetRequiredValue(id), new OperatorWord.Approve(context.Parse.GetValue(wave)), cancellationToken);
}
