namespace ChefActors.Controller.Console.Rendering;

/// <summary>Which writer for whom.</summary>
internal static class LogWriters
{
    /// <summary>Bytes where they were asked for, else JSON, else lines that are safe for a terminal.</summary>
    public static ILogWriter For(VerbContext context, bool raw, string node, string cluster) => context.Global.Output switch
    {
        OutputFormat.Json => new LogJsonWriter(context.World.Output, node, cluster, byPage: false),
        OutputFormat.Jsonl => new LogJsonWriter(context.World.Output, node, cluster, byPage: true),
        _ when raw => new RawLogWriter(context.World.OutputBytes()),
        _ => new LogLineWriter(context.World.Output),
    };
}
