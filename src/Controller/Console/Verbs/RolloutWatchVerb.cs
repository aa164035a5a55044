using System.CommandLine;
using ChefActors.Controller.Rollouts;

namespace ChefActors.Controller.Console.Verbs;

/// <summary>Follows a rollout that somebody else drives; or drives one that nobody does.</summary>
internal sealed class RolloutWatchVerb : IVerb
{
    private readonly Argument<string> id = new("ID") { Description = "The rollout's id" };
    private readonly Option<bool> drive = new("--drive") { Description = "Takes the rollout over when nobody drives it, and goes on with it" };
    private readonly Option<TimeSpan?> timeout = DurationOption.Of("--timeout", "Leaves after so long, with exit code 5", TimeSpan.FromMilliseconds(1), TimeSpan.FromDays(30));

    /// <inheritdoc />
    public Command Declaration => new("watch", "Follows a rollout until it is over; ends as a push of it would") { id, drive, timeout };

    /// <inheritdoc />
    public string[] Examples => ["chefactors rollout watch 01JD3K5N8Q0R2S4T6V8W0X2Y4Z", "chefactors rollout watch 01JD3K5N8Q0R2S4T6V8W0X2Y4Z --drive"];

    /// <inheritdoc />
    public async Task<ExitCode> RunAsync(VerbContext context, CancellationToken cancellationToken)
    {
        var settings = context.Settings();
        var rollout = context.Parse.GetRequiredValue(id);
        await using var cluster = await context.ConnectAsync(settings, cancellationToken);
        var limit = context.Parse.GetValue(timeout);
        if (context.Parse.GetValue(drive)) return await DriveAsync(context, cluster, rollout, limit, cancellationToken);
        if (await cluster.ReadRolloutAsync(rollout, cancellationToken) is null) throw RolloutShowVerb.Unknown(context, cluster, rollout);
        var polled = new PolledRollout(context.World.Clusters, settings, context.World.Time);
        return await RolloutDriving.FollowAsync(context, view => polled.WatchAsync(rollout, view, cancellationToken), rollout, cluster.Name, limit, cancellationToken);
    }

    private static async Task<ExitCode> DriveAsync(VerbContext context, ICluster cluster, string rollout, TimeSpan? limit, CancellationToken cancellationToken)
    {
        var driven = await cluster.DriveAsync(cancellationToken);
        await using var driver = driven.Driver;
        switch (await driver.TakeOverAsync(rollout, cancellationToken))
        {
            case StartAnswer.Driving or StartAnswer.Ended:
                return await RolloutDriving.RunAsync(context, driver, rollout, driven.ClusterName, limit, cancellationToken);
            case StartAnswer.OwnedByOther other:
                throw new VerbFailure(ExitCode.Refused, $"cluster {driven.ClusterName}: controller {other.Controller} drives rollout {rollout}; look on with: {context.Typed($"rollout watch {rollout}")}");
            case StartAnswer.Unknown:
                throw RolloutShowVerb.Unknown(context, cluster, rollout);
            case var answer:
                throw new VerbFailure(ExitCode.Refused, $"rollout {rollout} was not taken over: {answer}");
        }
    }
}
