using System.CommandLine;
using System.Text.Json;
using ChefActors.Controller.Console.Rendering;
using ChefActors.Controller.Fleet;
using ChefActors.Core.Nodes;

namespace ChefActors.Controller.Console.Verbs;

/// <summary>Forgets machines that are no more.</summary>
internal sealed class NodesRetireVerb : IVerb
{
    private readonly Argument<string[]> names = new("NAME") { Description = "Nodes to forget, by their whole names", Arity = ArgumentArity.ZeroOrMore };

    private readonly Option<TimeSpan?> goneFor = DurationOption.Of("--gone-for", "All nodes that are gone for longer, by ZooKeeper's time", TimeSpan.FromSeconds(1), TimeSpan.FromDays(3650));

    private readonly Option<bool> close = new("--close") { Description = "Forgets with them commands and pushes that stand there and that nobody waits for" };

    private readonly Option<int?> yes = NumberOption.Of<int>("--yes", "Confirms the number of nodes, where it is above 10", "COUNT");

    /// <inheritdoc />
    public Command Declaration => new("retire", "Forgets machines that are no more: their presence, facts and latest result") { names, goneFor, close, yes };

    /// <inheritdoc />
    public string[] Examples => ["chefactors nodes retire web-1.example.com", "chefactors nodes retire --gone-for 7d --yes=23"];

    /// <inheritdoc />
    public async Task<ExitCode> RunAsync(VerbContext context, CancellationToken cancellationToken)
    {
        var (named, age, closes) = (Named(context), context.Parse.GetValue(goneFor), context.Parse.GetValue(close));
        if (named.Count > 0 == age is not null) throw new VerbFailure(ExitCode.Usage, "either names or --gone-for: which nodes are to be forgotten?");
        var settings = context.Settings();
        await using var cluster = await context.ConnectAsync(settings, cancellationToken);
        var candidates = age is { } after ? await GoneAsync(cluster, after, cancellationToken) : named;
        var refused = new List<RefusedNodeDocument>();
        foreach (var name in candidates)
        {
            if (await cluster.RetireObjectionAsync(name, closes, cancellationToken) is { } objection) refused.Add(new RefusedNodeDocument(name.Value, objection));
        }

        if (named.Count > 0 && refused.Count > 0) throw Refusal(cluster.Name, refused);
        var ready = candidates.Where(name => refused.All(r => r.Node != name.Value)).ToList();
        await CountConfirmation.AskAsync(context, cluster.Name, "retire forgets", ready.Count, context.Parse.GetValue(yes), settings.Push.ConfirmAbove);
        var retired = new List<string>();
        foreach (var name in ready)
        {
            if (await cluster.RetireAsync(name, closes, cancellationToken) is { } objection) refused.Add(new RefusedNodeDocument(name.Value, objection));
            else retired.Add(name.Value);
        }

        await TellAsync(context, cluster.Name, retired, refused);
        return refused.Count == 0 ? ExitCode.Success : ExitCode.Refused;
    }

    private static async Task<IReadOnlyList<NodeName>> GoneAsync(ICluster cluster, TimeSpan after, CancellationToken cancellationToken)
    {
        // The time first: a node that is found gone afterwards was gone by then or is younger, never older.
        var now = await cluster.ServerTimeAsync(cancellationToken);
        var fleet = await cluster.ReadFleetAsync(FleetDetail.Presence | FleetDetail.Facts, null, cancellationToken);
        return [.. fleet.Nodes.Where(node => LongGone.IsSo(node, now, after)).Select(node => node.Name)];
    }

    private IReadOnlyList<NodeName> Named(VerbContext context) =>
        [.. (context.Parse.GetValue(names) ?? []).Distinct(StringComparer.Ordinal).Select(text => NodeName.TryParse(text, out var name, out var error) ? name : throw new VerbFailure(ExitCode.Usage, SafeText.Line(error)))];

    private static VerbFailure Refusal(string cluster, IReadOnlyList<RefusedNodeDocument> refused)
    {
        var isMissing = refused.All(r => r.Reason.StartsWith("there is no node", StringComparison.Ordinal));
        return new VerbFailure(isMissing ? ExitCode.Usage : ExitCode.Refused, string.Join(Environment.NewLine, refused.Select(r => $"cluster {cluster}: {SafeText.Line(r.Reason)}").Append("nothing was forgotten")));
    }

    private static async Task TellAsync(VerbContext context, string cluster, IReadOnlyList<string> retired, IReadOnlyList<RefusedNodeDocument> refused)
    {
        foreach (var one in refused) await context.SayAsync($"left alone: {SafeText.Line(one.Reason)}");
        if (context.Global.Output == OutputFormat.Table)
        {
            foreach (var name in retired) await context.World.Output.WriteLineAsync($"forgotten: {name}");
            await context.World.Output.WriteLineAsync($"cluster {cluster}: {TimeText.Count(retired.Count, "node")} forgotten, {refused.Count} left alone");
        }
        else await context.World.Output.WriteLineAsync(JsonSerializer.Serialize(new RetireDocument(1, cluster, retired, refused), ConsoleJson.Default.RetireDocument));
    }
}
