using System.CommandLine;
using System.Text.Json;
using ChefActors.Controller.Console.Rendering;
using ChefActors.Core.Nodes;

namespace ChefActors.Controller.Console.Verbs;

/// <summary>One node whole.</summary>
internal sealed class NodeVerb : IVerb
{
    private readonly Argument<string> name = new("NAME") { Description = "The node's name" };

    /// <inheritdoc />
    public Command Declaration => new("node", "Shows one node: presence, facts, what waits, the latest result with the end of its log") { name };

    /// <inheritdoc />
    public string[] Examples => ["chefactors node web-1.example.com", "chefactors node web-1.example.com --output json"];

    /// <inheritdoc />
    public async Task<ExitCode> RunAsync(VerbContext context, CancellationToken cancellationToken)
    {
        if (!NodeName.TryParse(context.Parse.GetRequiredValue(name), out var node, out var error)) throw new VerbFailure(ExitCode.Usage, SafeText.Line(error));
        await using var cluster = await context.ConnectAsync(context.Settings(), cancellationToken);
        var view = await cluster.ReadNodeAsync(node, cancellationToken)
            ?? throw new VerbFailure(ExitCode.Usage, $"cluster {cluster.Name}: there is no node {node}; see: chefactors nodes");
        if (context.Global.Output == OutputFormat.Table) NodePage.Write(context.Screen, view, cluster.Name, context.World.Time.GetUtcNow());
        else await context.World.Output.WriteLineAsync(JsonSerializer.Serialize(NodeViewDocument.Of(view), ConsoleJson.Default.NodeViewDocument));
        return ExitCode.Success;
    }
}
