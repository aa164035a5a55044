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

    /// <inheritdoc />
    public Command Declaration => new("nodes", "Lists the nodes: presence, activity, latest result") { to };

    /// <inheritdoc />
    public string[] Examples => ["chefactors nodes", "chefactors nodes --to 'env=prod and not role=db' --output json"];

    /// <inheritdoc />
    public async Task<ExitCode> RunAsync(VerbContext context, CancellationToken cancellationToken)
    {
        var target = context.Parse.GetValue(to) is { } text ? TargetArgument.Read(text) : null;
        await using var cluster = await context.ConnectAsync(context.Settings(), cancellationToken);
        var fleet = await cluster.ReadFleetAsync(FleetDetail.All, target is null ? null : TargetFacts.NameFilter(target), cancellationToken);
        if (target is not null)
        {
            var resolution = new TargetMatcher(target).Resolve(fleet.Subjects());
            if (resolution.Refusal is { } refusal) throw new VerbFailure(ExitCode.Usage, refusal);
            fleet = fleet.Only([.. resolution.Targeted]);
        }

        if (context.Global.Output == OutputFormat.Table) NodesTable.Write(context.Screen, fleet, cluster.Name, context.World.Time.GetUtcNow());
        else await JsonList.WriteAsync(context, [.. fleet.Nodes.Select(FleetNodeDocument.Of)], ConsoleJson.Default.IReadOnlyListFleetNodeDocument, ConsoleJson.Default.FleetNodeDocument);
        return ExitCode.Success;
    }
}
