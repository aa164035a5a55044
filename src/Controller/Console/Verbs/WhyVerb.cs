using System.CommandLine;
using ChefActors.Controller.Console.Rendering;
using ChefActors.Core.Commands;
using ChefActors.Core.Nodes;

namespace ChefActors.Controller.Console.Verbs;

/// <summary>The chain of causes of a node or a rollout, from what is stored, and what to type next.</summary>
internal sealed class WhyVerb : IVerb
{
    private readonly Argument<string> what = new("NODE|ROLLOUT") { Description = "A node's whole name, or a rollout's id" };

    /// <inheritdoc />
    public System.CommandLine.Command Declaration => new("why", "Says why a node or a rollout is as it is: who, which rule, value and limit, and what to type next") { what };

    /// <inheritdoc />
    public string[] Examples => ["chefactors why web-1.example.com", "chefactors why 01JD3K5N8Q0R2S4T6V8W0X2Y4Z"];

    /// <inheritdoc />
    public async Task<ExitCode> RunAsync(VerbContext context, CancellationToken cancellationToken)
    {
        var text = context.Parse.GetRequiredValue(what);
        if (context.Global.Output != OutputFormat.Table) throw new VerbFailure(ExitCode.Usage, "why is for people; facts as JSON are in: chefactors node NAME --output json, chefactors rollout show ID --output json");
        await using var cluster = await context.ConnectAsync(context.Settings(), cancellationToken);
        if (CommandId.IsValid(text) && await cluster.ReadRolloutAsync(text, cancellationToken) is { } rollout)
        {
            await WriteAsync(context, $"cluster {cluster.Name}, rollout {rollout.Plan.Id}", WhyRollout.Lines(rollout), NextCommand.Of(rollout));
            return ExitCode.Success;
        }

        if (!NodeName.TryParse(text, out var name, out _) || await cluster.ReadNodeAsync(name, cancellationToken) is not { } view)
            throw new VerbFailure(ExitCode.Usage, $"cluster {cluster.Name}: there is neither a node nor a rollout {SafeText.Line(text)}; see: {context.Typed("nodes")}, {context.Typed("rollout list")}");
        var of = view.Node.Last?.Rollout is { } id && CommandId.IsValid(id) ? await cluster.ReadRolloutAsync(id, cancellationToken) : null;
        var next = view.Node.Last is { } last && !CommandId.TryParseSlot(last.Command, out _) ? new[] { $"log {name}", of is null ? null : $"why {of.Plan.Id}" } : [$"log {name}"];
        await WriteAsync(context, $"cluster {cluster.Name}, node {name}", WhyNode.Lines(view, of), [.. next.OfType<string>()]);
        return ExitCode.Success;
    }

    private static async Task WriteAsync(VerbContext context, string heading, IEnumerable<string> lines, IReadOnlyList<string> next)
    {
        await context.World.Output.WriteLineAsync(heading);
        foreach (var line in lines) await context.World.Output.WriteLineAsync("  " + line);
        foreach (var verb in next) await context.World.Output.WriteLineAsync("next: " + context.Typed(verb));
    }
}
