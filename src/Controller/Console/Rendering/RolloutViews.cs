namespace ChefActors.Controller.Console.Rendering;

/// <summary>Which view for whom.</summary>
internal static class RolloutViews
{
    /// <summary>JSON where it was asked for; the live view on a terminal; lines elsewhere.</summary>
    public static IRolloutView For(VerbContext context, string cluster) => context.Global.Output switch
    {
        OutputFormat.Json => new JsonView(context.World.Output, cluster, asItHappens: false),
        OutputFormat.Jsonl => new JsonView(context.World.Output, cluster, asItHappens: true),
        _ when context.World.OutputIsTerminal => new LiveView(context.Screen, cluster, context.World.Time, context.Typed),
        _ => new LineView(context.World.Output, cluster, context.Typed),
    };

    /// <summary>For a rollout that comes after the one that was asked for: JSON is one document, which is written already.</summary>
    public static IRolloutView Second(VerbContext context, string cluster) =>
        context.Global.Output == OutputFormat.Json ? new JsonView(TextWriter.Null, cluster, asItHappens: false) : For(context, cluster);
}
