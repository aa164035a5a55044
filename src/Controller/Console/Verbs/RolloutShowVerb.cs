using System.CommandLine;
using System.Text.Json;
using ChefActors.Controller.Console.Rendering;

namespace ChefActors.Controller.Console.Verbs;

/// <summary>One rollout as it stands.</summary>
internal sealed class RolloutShowVerb : IVerb
{
    private readonly Argument<string> id = new("ID") { Description = "The rollout's id" };

    /// <inheritdoc />
    public Command Declaration => new("show", "Shows one rollout: what was asked, where it is, every node") { id };

    /// <inheritdoc />
    public string[] Examples => ["chefactors rollout show 01JD3K5N8Q0R2S4T6V8W0X2Y4Z", "chefactors rollout show 01JD3K5N8Q0R2S4T6V8W0X2Y4Z --output json"];

    /// <summary>There is no such rollout.</summary>
    public static VerbFailure Unknown(VerbContext context, ICluster cluster, string rollout) =>
        new(ExitCode.Usage, $"cluster {cluster.Name}: there is no rollout {SafeText.Line(rollout)}; see: {context.Typed("rollout list")}");

    /// <inheritdoc />
    public async Task<ExitCode> RunAsync(VerbContext context, CancellationToken cancellationToken)
    {
        var rollout = context.Parse.GetRequiredValue(id);
        await using var cluster = await context.ConnectAsync(context.Settings(), cancellationToken);
        var snapshot = await cluster.ReadRolloutAsync(rollout, cancellationToken) ?? throw Unknown(context, cluster, rollout);
        if (context.Global.Output == OutputFormat.Table) RolloutPage.Write(context.Screen, snapshot, cluster.Name, context.Typed);
        else await context.World.Output.WriteLineAsync(JsonSerializer.Serialize(RolloutDocument.Of(snapshot, cluster.Name), ConsoleJson.Default.RolloutDocument));
        return ExitCode.Success;
    }
}
