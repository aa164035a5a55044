using System.CommandLine;
using ChefActors.Controller.Planning;
using ChefActors.Controller.Rollouts;

namespace ChefActors.Controller.Console.Verbs;

/// <summary>Takes a rollout back: a new one of its plan's rollback, for the nodes that it touched.</summary>
internal sealed class RolloutRollbackVerb : IVerb
{
    private readonly Argument<string> id = new("ID") { Description = "The rollout to take back" };
    private readonly Option<int?> yes = NumberOption.Of<int>("--yes", "Confirms the number of nodes, where it is above 10", "COUNT");
    private readonly Option<TimeSpan?> timeout = DurationOption.Of("--timeout", "Leaves after so long, with exit code 5", TimeSpan.FromMilliseconds(1), TimeSpan.FromDays(30));

    /// <inheritdoc />
    public Command Declaration => new("rollback", "Runs its plan's rollback, as a new rollout, on the nodes that it touched, the newest wave first") { id, yes, timeout };

    /// <inheritdoc />
    public string[] Examples => ["chefactors rollout rollback 01JD3K5N8Q0R2S4T6V8W0X2Y4Z"];

    /// <inheritdoc />
    public async Task<ExitCode> RunAsync(VerbContext context, CancellationToken cancellationToken)
    {
        var settings = context.Settings();
        var rollout = context.Parse.GetRequiredValue(id);
        await using var cluster = await context.ConnectAsync(settings, cancellationToken);
        var old = await cluster.ReadRolloutAsync(rollout, cancellationToken) ?? throw RolloutShowVerb.Unknown(context, cluster, rollout);
        var (made, refusal) = FollowUpPlan.Rollback(old, new PlanContext("", old.Plan.Cluster, context.World.User, context.World.Time.GetUtcNow()));
        if (made is not { } rollback) throw new VerbFailure(ExitCode.Refused, $"cluster {cluster.Name}: rollback of rollout {rollout} is refused: {refusal}");
        await CountConfirmation.AskAsync(context, cluster.Name, "the rollback goes to", rollback.Waves.Sum(w => w.Count), context.Parse.GetValue(yes), settings.Push.ConfirmAbove);

        var driven = await cluster.DriveAsync(cancellationToken);
        await using var driver = driven.Driver;
        var answer = await driver.RollBackAsync(rollout, cancellationToken);
        if (answer is not StartAnswer.Driving driving) throw StartRefusal.Of(context, answer, rollout);
        return await RolloutDriving.RunAsync(context, driver, driving.Rollout, driven.ClusterName, context.Parse.GetValue(timeout), cancellationToken);
    }
}
