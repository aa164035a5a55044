using System.CommandLine;
using ChefActors.Controller.Planning;
using ChefActors.Controller.Rollouts;
using ChefActors.Controller.Words;
using ChefActors.Core.Commands;
using ChefActors.Core.Rollouts;

namespace ChefActors.Controller.Console.Verbs;

/// <summary>A new rollout of what was no success in an old one. An old one that is halted ends with it.</summary>
internal sealed class RolloutRetryVerb : IVerb
{
    private readonly Argument<string> id = new("ID") { Description = "The old rollout's id" };
    private readonly Option<int?> yes = NumberOption.Of<int>("--yes", "Confirms the number of nodes, where it is above 10", "COUNT");
    private readonly Option<bool> allowOverlap = new("--allow-overlap") { Description = "Starts although a command of another unfinished rollout is outstanding on one of the nodes" };
    private readonly Option<TimeSpan?> timeout = DurationOption.Of("--timeout", "Leaves after so long, with exit code 5", TimeSpan.FromMilliseconds(1), TimeSpan.FromDays(30));

    /// <inheritdoc />
    public System.CommandLine.Command Declaration => new("retry", "Runs the same command again, as a new rollout, where it was no success; those that failed go first") { id, yes, allowOverlap, timeout };

    /// <inheritdoc />
    public string[] Examples => ["chefactors rollout retry 01JD3K5N8Q0R2S4T6V8W0X2Y4Z"];

    /// <inheritdoc />
    public async Task<ExitCode> RunAsync(VerbContext context, CancellationToken cancellationToken)
    {
        var settings = context.Settings();
        var rollout = context.Parse.GetRequiredValue(id);
        await using var cluster = await context.ConnectAsync(settings, cancellationToken);
        var old = await cluster.ReadRolloutAsync(rollout, cancellationToken) ?? throw RolloutShowVerb.Unknown(context, cluster, rollout);
        var now = context.World.Time.GetUtcNow();
        var (made, refusal) = FollowUpPlan.Retry(old, new PlanContext(CommandId.NewRollout(now, context.World.Chance()), old.Plan.Cluster, context.World.User, now));
        if (made is not { } retry) throw new VerbFailure(ExitCode.Refused, $"cluster {cluster.Name}: retry of rollout {rollout} is refused: {refusal}");
        retry = retry with { AllowOverlap = context.Parse.GetValue(allowOverlap) };
        await CountConfirmation.AskAsync(context, cluster.Name, "the retry goes to", retry.Waves.Sum(w => w.Count), context.Parse.GetValue(yes), settings.Push.ConfirmAbove);

        var driven = await cluster.DriveAsync(cancellationToken);
        await using var driver = driven.Driver;
        if (!old.State.Phase.IsEnded()) await EndAsync(context, cluster, driver, rollout, cancellationToken);
        await RolloutStarting.StartAsync(context, driver, retry, cancellationToken);
        return await RolloutDriving.RunAsync(context, driver, retry.Plan.Id, driven.ClusterName, context.Parse.GetValue(timeout), cancellationToken);
    }

    /// <summary>A halted rollout whose rest another one takes is over.</summary>
    private static async Task EndAsync(VerbContext context, ICluster cluster, IRolloutDriver driver, string rollout, CancellationToken cancellationToken)
    {
        var outcome = await cluster.SayAsync(rollout, new OperatorWord.Abort(Interrupt: false), cancellationToken);
        if (outcome is WordOutcome.Refused refused) throw new VerbFailure(ExitCode.Refused, $"cluster {cluster.Name}: rollout {rollout} cannot be ended: {refused.Why}");
        // Whoever drives it ends it; where nobody does, this console.
        _ = await driver.TakeOverAsync(rollout, cancellationToken);
        await context.SayAsync($"rollout {rollout} is ended, as the retry takes what was left of it");
    }
}
