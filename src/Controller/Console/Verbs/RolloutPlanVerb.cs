using System.CommandLine;
using System.Text.Json;
using ChefActors.Controller.Console.Rendering;
using ChefActors.Controller.Planning;
using ChefActors.Controller.Planning.Plans;
using ChefActors.Core.Commands;

namespace ChefActors.Controller.Console.Verbs;

/// <summary>Shows what a plan would do on the fleet as it is; or looks at the file alone.</summary>
internal sealed class RolloutPlanVerb : IVerb
{
    private readonly Argument<string> file = new("FILE") { Description = "The plan, in YAML" };
    private readonly Option<bool> check = new("--check") { Description = "Looks at the file alone: no ZooKeeper is asked; all its faults, with line and column" };

    /// <inheritdoc />
    public System.CommandLine.Command Declaration => new("plan", "Shows what a plan would do: nodes by wave, budgets in nodes, refusals, warnings; starts nothing") { file, check };

    /// <inheritdoc />
    public string[] Examples => ["chefactors rollout plan cookbook_c.yaml", "chefactors rollout plan cookbook_c.yaml --check"];

    /// <inheritdoc />
    public async Task<ExitCode> RunAsync(VerbContext context, CancellationToken cancellationToken)
    {
        var path = context.Parse.GetRequiredValue(file);
        if (context.Parse.GetValue(check)) return await CheckAsync(context, path);
        var plan = PlanFile.ReadValid(path);
        var settings = context.Settings();
        await using var cluster = await context.ConnectAsync(settings, cancellationToken);
        var fleet = await PlanningFleet.ReadAsync(cluster, plan.Target, withFacts: true, settings.Fleet.GoneAfter, cancellationToken);
        var now = context.World.Time.GetUtcNow();
        var ready = Resolved(path, plan, fleet, new PlanContext(CommandId.NewRollout(now, context.World.Chance()), "", context.World.User, now), new PlanWish());
        var document = PlanViewDocument.Of(ready, cluster.Name, path);
        if (context.Global.Output == OutputFormat.Table) PlanPage.Write(context.Screen, ready.Rollout.Plan, document);
        else await context.World.Output.WriteLineAsync(JsonSerializer.Serialize(document, ConsoleJson.Default.PlanViewDocument));
        return ExitCode.Success;
    }

    /// <summary>The plan on this fleet.</summary>
    /// <exception cref="VerbFailure">It does not hold there.</exception>
    public static PlanResolution.Ready Resolved(string path, PlanDocument plan, PlanningFleet fleet, PlanContext context, PlanWish wish) => PlanResolver.Resolve(plan, fleet.ForPlan(), context, wish) switch
    {
        PlanResolution.Ready ready => ready,
        PlanResolution.Invalid invalid => throw new VerbFailure(
            ExitCode.Usage, SafeText.Line(invalid.Fault.Line(path)) + (fleet.LeftOut.Count > 0 ? $" ({fleet.LeftOut.Count} that are gone for too long left out)" : "")),
        var other => throw new InvalidOperationException($"no kind of resolution: {other}"),
    };

    private static async Task<ExitCode> CheckAsync(VerbContext context, string path)
    {
        var reading = PlanFile.Read(path);
        var isTable = context.Global.Output == OutputFormat.Table;
        if (!isTable) await context.World.Output.WriteLineAsync(JsonSerializer.Serialize(PlanCheckDocument.Of(reading, path), ConsoleJson.Default.PlanCheckDocument));
        if (reading is PlanReading.Faulty faulty)
        {
            await context.SayAsync(PlanFile.Told(path, faulty));
            return ExitCode.Usage;
        }

        if (isTable) await context.World.Output.WriteLineAsync($"{path} holds; which nodes it means, a fleet says: {context.Typed("rollout plan " + ShellText.Quoted(path))}");
        return ExitCode.Success;
    }
}
