using System.CommandLine;
using ChefActors.Controller.Console.Rendering;
using ChefActors.Controller.Planning;
using ChefActors.Controller.Planning.Plans;
using ChefActors.Core.Commands;

namespace ChefActors.Controller.Console.Verbs;

/// <summary>Starts a plan and drives it, or leaves it to whoever goes on with it.</summary>
internal sealed class RolloutStartVerb : IVerb
{
    private readonly Argument<string> file = new("FILE") { Description = "The plan, in YAML" };
    private readonly Option<int?> yes = NumberOption.Of<int>("--yes", "Confirms the number of targets, where it is above 10", "COUNT");
    private readonly Option<bool> yesReplace = new("--yes-replace") { Description = "Confirms a plan of mode replace" };
    private readonly Option<TimeSpan?> timeout = DurationOption.Of("--timeout", "Leaves the rollout after so long, with exit code 5; it stays", TimeSpan.FromMilliseconds(1), TimeSpan.FromDays(30));
    private readonly Option<bool> detach = new("--detach") { Description = "Leaves the rollout as soon as it has begun, with exit code 5, to whoever goes on with it" };
    private readonly Option<bool> allowOverlap = new("--allow-overlap") { Description = "Although another unfinished rollout's command is outstanding on a target" };

    /// <inheritdoc />
    public System.CommandLine.Command Declaration => new("start", "Starts a plan and shows it until it is over; ends as a push would") { file, yes, yesReplace, timeout, detach, allowOverlap };

    /// <inheritdoc />
    public string[] Examples => ["chefactors rollout start cookbook_c.yaml --yes=120", "chefactors rollout start cookbook_c.yaml --detach"];

    /// <inheritdoc />
    public async Task<ExitCode> RunAsync(VerbContext context, CancellationToken cancellationToken)
    {
        var path = context.Parse.GetRequiredValue(file);
        var plan = PlanFile.ReadValid(path);
        var replaces = plan.Command is { Kind: CommandKind.Converge, Mode: RunMode.Replace };
        if (replaces != context.Parse.GetValue(yesReplace))
        {
            throw replaces
                ? new VerbFailure(ExitCode.Refused, $"{path}: mode: replace replaces the stored run-list of every target for good; say so with --yes-replace")
                : new VerbFailure(ExitCode.Usage, $"--yes-replace goes with a plan of mode: replace, {path} is none");
        }

        var settings = context.Settings();
        await using var cluster = await context.ConnectAsync(settings, cancellationToken);
        var fleet = await PlanningFleet.ReadAsync(cluster, plan.Target, withFacts: true, settings.Fleet.GoneAfter, cancellationToken);
        var now = context.World.Time.GetUtcNow();
        var id = CommandId.NewRollout(now, context.World.Chance());
        var wish = new PlanWish(AllowOverlap: context.Parse.GetValue(allowOverlap));

        // Decided without the cluster's id, so that a refusal starts no actor system and makes no znodes.
        var ready = RolloutPlanVerb.Resolved(path, plan, fleet, new PlanContext(id, "", context.World.User, now), wish);
        foreach (var warning in ready.Warnings) await context.SayAsync("warning: " + SafeText.Line(warning.Text));
        if (ready.Refusing.Count > 0) await context.SayAsync($"warning: {ready.Refusing.Count} targets will refuse it; see: {context.Typed("rollout plan " + ShellText.Quoted(path))}");
        await CountConfirmation.AskAsync(context, cluster.Name, "the plan goes to", ready.Rollout.Waves.Sum(wave => wave.Count), context.Parse.GetValue(yes), settings.Push.ConfirmAbove);

        return await RolloutStarting.RunAsync(context, cluster, ready.Rollout, context.Parse.GetValue(detach), context.Parse.GetValue(timeout), cancellationToken);
    }
}
