using ChefActors.Controller.Fleet;
using ChefActors.Controller.Planning;
using ChefActors.Controller.Planning.Plans;
using ChefActors.Core.Commands;

namespace ChefActors.Controller.Console.Verbs;

/// <summary>A rollout of restarts in one wave, driven from here.</summary>
internal sealed class RestartVerb : IVerb
{
    private readonly RestartOptions options = new();

    /// <inheritdoc />
    public System.CommandLine.Command Declaration => options.Declaration();

    /// <inheritdoc />
    public string[] Examples =>
    [
        "chefactors restart --to web-1.example.com",
        "chefactors restart --to 'agent_version<0.2' --expect-version 0.2.0 --parallel 20 --yes=120",
    ];

    /// <inheritdoc />
    public async Task<ExitCode> RunAsync(VerbContext context, CancellationToken cancellationToken)
    {
        var settings = context.Settings();
        var request = Request(context, settings);
        if (RestartPlan.Fault(request) is { } fault) throw new VerbFailure(ExitCode.Usage, fault);

        await using var cluster = await context.ConnectAsync(settings, cancellationToken);
        var (fleet, gone) = await PlanningFleet.ReadAsync(cluster, request.Target, withFacts: false, settings.Fleet.GoneAfter, cancellationToken);
        var leftOut = gone.Count == 0 ? null : LongGone.Said(gone, settings.Fleet.GoneAfter);
        var id = CommandId.NewRollout(context.World.Time.GetUtcNow(), context.World.Chance());
        var planning = RestartPlan.Make(request, fleet.Subjects(), new PlanContext(id, "", context.World.User, context.World.Time.GetUtcNow()));
        var ready = await RolloutStarting.DecidedAsync(context, planning, leftOut);
        var count = ready.Rollout.Waves.Sum(wave => wave.Count);
        await CountConfirmation.AskAsync(context, cluster.Name, "the restart goes to", count, context.Parse.GetValue(options.Yes), settings.Push.ConfirmAbove);

        return await RolloutStarting.RunAsync(context, cluster, ready.Rollout, context.Parse.GetValue(options.Detach), context.Parse.GetValue(options.Timeout), cancellationToken);
    }

    private RestartRequest Request(VerbContext context, ControllerSettings settings)
    {
        var parse = context.Parse;
        var text = parse.GetRequiredValue(options.To);
        return new RestartRequest
        {
            Target = TargetArgument.Read(text),
            TargetText = text,
            ExpectVersion = parse.GetValue(options.ExpectVersion),
            Parallel = parse.GetValue(options.Parallel) ?? settings.Push.Parallel,
            OfflineWait = parse.GetValue(options.Wait) ?? TimeSpan.Zero,
            AcceptWithin = parse.GetValue(options.AcceptWithin) ?? RestartOptions.AcceptWithinByDefault,
            RunTimeout = parse.GetValue(options.RunTimeout) ?? RestartOptions.RunTimeoutByDefault,
            Grace = parse.GetValue(options.Grace) ?? settings.Push.Grace,
            MaxFailures = parse.GetValue(options.MaxFailures) is { } failures ? FailuresArgument.Read(failures) : PlannedHalt.FailuresByDefault,
            AllowOverlap = parse.GetValue(options.AllowOverlap),
            Name = parse.GetValue(options.Name),
        };
    }
}
