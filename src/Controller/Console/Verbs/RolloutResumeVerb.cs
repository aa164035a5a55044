using System.CommandLine;
using ChefActors.Controller.Words;

namespace ChefActors.Controller.Console.Verbs;

/// <summary>Goes on after a pause, a hold or a halt.</summary>
internal sealed class RolloutResumeVerb : IVerb
{
    private readonly Argument<string> id = new("ID") { Description = "The rollout's id" };
    private readonly Option<bool> accept = new("--accept-failures") { Description = "Goes on although a rule halted it; only what comes on top counts then" };

    /// <inheritdoc />
    public Command Declaration => new("resume", "Goes on after a pause, a hold, or a halt whose cause is accepted") { id, accept };

    /// <inheritdoc />
    public string[] Examples => ["chefactors rollout resume 01JD3K5N8Q0R2S4T6V8W0X2Y4Z", "chefactors rollout resume 01JD3K5N8Q0R2S4T6V8W0X2Y4Z --accept-failures"];

    /// <inheritdoc />
    public Task<ExitCode> RunAsync(VerbContext context, CancellationToken cancellationToken) =>
        WordSaying.RunAsync(context, context.Parse.GetRequiredValue(id), new OperatorWord.Resume(context.Parse.GetValue(accept)), cancellationToken);
}
