using System.CommandLine;
using ChefActors.Controller.Console.Rendering;
using ChefActors.Controller.Rollouts;
using ChefActors.Controller.Words;

namespace ChefActors.Controller.Console.Verbs;

/// <summary>Ends a rollout, waits for what that reaches, and says it. One that nobody drives is driven from here to its end.</summary>
internal sealed class RolloutAbortVerb : IVerb
{
    private readonly Argument<string> id = new("ID") { Description = "The rollout's id" };
    private readonly Option<bool> interrupt = new("--interrupt") { Description = "Stops what runs, too; without it that may finish" };
    private readonly Option<TimeSpan?> timeout = DurationOption.Of("--timeout", "Leaves after so long, with exit code 5; the word stands", TimeSpan.FromMilliseconds(1), TimeSpan.FromDays(30));

    /// <inheritdoc />
    public Command Declaration => new("abort", "Ends a rollout: withdraws what is unclaimed, and says what the word reached; never taken back") { id, interrupt, timeout };

    /// <inheritdoc />
    public string[] Examples => ["chefactors rollout abort 01JD3K5N8Q0R2S4T6V8W0X2Y4Z", "chefactors rollout abort 01JD3K5N8Q0R2S4T6V8W0X2Y4Z --interrupt"];

    /// <inheritdoc />
    public async Task<ExitCode> RunAsync(VerbContext context, CancellationToken cancellationToken)
    {
        var settings = context.Settings();
        var rollout = context.Parse.GetRequiredValue(id);
        await using var cluster = await context.ConnectAsync(settings, cancellationToken);
        var word = new OperatorWord.Abort(context.Parse.GetValue(interrupt));
        var before = await WordSaying.SayAsync(context, cluster, rollout, word, cancellationToken);
        var limit = context.Parse.GetValue(timeout);
        var (code, driven) = before.OwnedBy is null ? await DriveAsync(context, cluster, rollout, limit, cancellationToken) : (ExitCode.Unfinished, false);
        if (!driven)
        {
            var polled = new PolledRollout(context.World.Clusters, settings, context.World.Time);
            code = await RolloutDriving.FollowAsync(context, view => polled.WatchAsync(rollout, view, cancellationToken), rollout, cluster.Name, limit, cancellationToken);
        }

        if (context.Global.Output == OutputFormat.Table && await cluster.ReadRolloutAsync(rollout, cancellationToken) is { } after)
            await context.World.Output.WriteLineAsync(WordReach.Text(before, after));
        // That it is aborted is what was asked for.
        return code == ExitCode.Failed ? ExitCode.Success : code;
    }

    private static async Task<(ExitCode Code, bool Driven)> DriveAsync(VerbContext context, ICluster cluster, string rollout, TimeSpan? limit, CancellationToken cancellationToken)
    {
        var driven = await cluster.DriveAsync(cancellationToken);
        await using var driver = driven.Driver;
        if (await driver.TakeOverAsync(rollout, cancellationToken) is not (StartAnswer.Driving or StartAnswer.Ended)) return (ExitCode.Unfinished, false);
        return (await RolloutDriving.RunAsync(context, driver, rollout, driven.ClusterName, limit, cancellationToken), true);
    }
}
