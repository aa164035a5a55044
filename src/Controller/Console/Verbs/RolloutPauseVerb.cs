using System.CommandLine;
using ChefActors.Controller.Words;

namespace ChefActors.Controller.Console.Verbs;

/// <summary>Nothing new is dispatched.</summary>
internal sealed class RolloutPauseVerb : IVerb
{
    private readonly Argument<string> id = new("ID") { Description = "The rollout's id" };

    /// <inheritdoc />
    public Command Declaration => new("pause", "Dispatches nothing new; what is outstanding may finish, and budgets are looked at all the same") { id };

    /// <inheritdoc />
    public string[] Examples => ["chefactors rollout pause 01JD3K5N8Q0R2S4T6V8W0X2Y4Z"];

    /// <inheritdoc />
    public Task<ExitCode> RunAsync(VerbContext context, CancellationToken cancellationToken) =>
        WordSaying.RunAsync(context, context.Parse.GetRequiredValue(id), new OperatorWord.Pause(), cancellationToken);
}
