using System.Text.Json;
using ChefActors.Controller.Console.Rendering;
using ChefActors.Controller.Rollouts;
using ChefActors.Controller.Words;

namespace ChefActors.Controller.Console.Verbs;

/// <summary>An operator's word from a verb to its answer.</summary>
internal static class WordSaying
{
    /// <summary>The whole of a verb that says a word and waits for nothing.</summary>
    /// <exception cref="VerbFailure">There is no such rollout, or the word is refused.</exception>
    public static async Task<ExitCode> RunAsync(VerbContext context, string rollout, OperatorWord word, CancellationToken cancellationToken)
    {
        await using var cluster = await context.ConnectAsync(context.Settings(), cancellationToken);
        await TellRestAsync(context, await SayAsync(context, cluster, rollout, word, cancellationToken));
        return ExitCode.Success;
    }

    /// <summary>Says it, and tells what holds from now on.</summary>
    /// <returns>The rollout after the word.</returns>
    /// <exception cref="VerbFailure">There is no such rollout, or the word is refused.</exception>
    public static async Task<RolloutSnapshot> SayAsync(VerbContext context, ICluster cluster, string rollout, OperatorWord word, CancellationToken cancellationToken)
    {
        var outcome = await cluster.SayAsync(rollout, word, cancellationToken) ?? throw RolloutShowVerb.Unknown(context, cluster, rollout);
        if (outcome is WordOutcome.Refused refused) throw new VerbFailure(ExitCode.Refused, $"cluster {cluster.Name}: {word.Verb} of rollout {rollout} is refused: {SafeText.Line(refused.Why)}");
        var snapshot = await cluster.ReadRolloutAsync(rollout, cancellationToken) ?? throw RolloutShowVerb.Unknown(context, cluster, rollout);
        await TellAsync(context, cluster.Name, rollout, word, outcome);
        return snapshot;
    }

    /// <summary>What a word did not say: how much is under way, and who carries it out.</summary>
    private static async Task TellRestAsync(VerbContext context, RolloutSnapshot snapshot)
    {
        if (context.Global.Output != OutputFormat.Table) return;
        await context.World.Output.WriteLineAsync($"{TimeText.Count(snapshot.Tally.Targets, "target")}: {ResultText.Counts(snapshot.Tally)}");
        if (snapshot.OwnedBy is not null) return;
        await context.World.Output.WriteLineAsync("nobody drives it now, so nothing follows from the word until somebody does");
        await context.World.Output.WriteLineAsync("next: " + context.Typed($"rollout watch {snapshot.Plan.Id} --drive"));
    }

    private static async Task TellAsync(VerbContext context, string cluster, string rollout, OperatorWord word, WordOutcome outcome)
    {
        var (changed, told) = outcome switch
        {
            WordOutcome.Spoken spoken => (true, spoken.Told),
            WordOutcome.Stands stands => (false, stands.Told),
            _ => throw new InvalidOperationException($"an outcome of an unknown kind: {outcome}"),
        };
        if (context.Global.Output == OutputFormat.Table) await context.World.Output.WriteLineAsync($"cluster {cluster}: rollout {rollout}: {SafeText.Line(told)}");
        else await context.World.Output.WriteLineAsync(JsonSerializer.Serialize(new WordDocument(1, cluster, rollout, word.Verb, changed, told), ConsoleJson.Default.WordDocument));
    }
}
