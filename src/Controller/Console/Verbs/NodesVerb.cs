using System.CommandLine;
using ChefActors.Controller.Console.Rendering;
using ChefActors.Controller.Fleet;
using ChefActors.Controller.Planning;
using ChefActors.Core.Targets;

namespace ChefActors.Controller.Console.Verbs;

/// <summary>The fleet.</summary>
internal sealed class NodesVerb : IVerb
{
    private readonly Option<string?> to = new("--to") { Description = "Only these: a target as in push", HelpName = "TARGET" };

    private readonly Option<string?> facts = new("--facts") { Description = "Facts to show in the table, with commas between them", HelpName = "KEY,KEY" };

    private readonly Option<TimeSpan?> changed = DurationOption.Of("--changed", "Only those whose facts changed within this time", TimeSpan.FromSeconds(1), TimeSpan.FromDays(3650));

    /// <inheritdoc />
    public Command Declaration => new("nodes", "Lists the nodes: presence, activity, latest result") { to, facts, changed };

    /// <inheritdoc />
    public string[] Examples => ["chefactors nodes", "chefactors nodes --to 'env=prod and not role=db' --output json", "chefactors nodes --facts chef_mode,chef_periodic --changed 1h"];

    /// <inheritdoc />
    public async Task<ExitCode> RunAsync(VerbContext context, CancellationToken cancellationToken)
    {
        var target = context.Parse.GetValue(to) is { } text ? TargetArgument.Read(text) : null;
        var settings = context.Settings();
        await using var cluster = await context.ConnectAsync(settings, cancellationToken);
        var fleet = await cluster.ReadFleetAsync(FleetDetail.All, target is null ? null : TargetFacts.NameFilter(target), cancellationToken);
        if (target is not null)
        {
            var resolution = new TargetMatcher(target).Resolve(fleet.Subjects());
            if (resolution.Refusal is { } refusal) throw new VerbFailure(ExitCode.Usage, refusal);
            fleet = fleet.Only([.. resolution.Targeted]);
        }

        var now = context.World.Time.GetUtcNow();
        if (context.Parse.GetValue(changed) is { } within) fleet = new FleetView([.. fleet.Nodes.Where(node => now - node.FactsChangedAt <= within)]);
        var shown = (context.Parse.GetValue(facts) ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (context.Global.Output == OutputFormat.Table) NodesTable.Write(context.Screen, fleet, cluster.Name, now, settings.Fleet.GoneAfter, shown);
        else await JsonList.WriteAsync(context, [.. fleet.Nodes.Select(FleetNodeDocument.Of)], ConsoleJson.Default.IReadOnlyListFleetNodeDocument, ConsoleJson.Default.FleetNodeDocument);
        return ExitCode.Success;
    }
}
