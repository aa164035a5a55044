namespace ChefActors.Controller.Console;

/// <summary>The main job on one machine: a coordination server, node hosts and a stand-in for chef-client, and pushes to them.</summary>
internal interface IDemo
{
    /// <summary>Runs it until it ends by itself or the token ends it.</summary>
    /// <param name="options">How.</param>
    /// <param name="world">Where it shows itself.</param>
    /// <param name="cancellationToken">Ctrl-C, SIGTERM.</param>
    Task<ExitCode> RunAsync(DemoOptions options, ConsoleWorld world, CancellationToken cancellationToken);
}

/// <summary>How the demonstration goes.</summary>
/// <param name="Nodes">Node hosts to start.</param>
/// <param name="Once">Ends by itself; so it does without a terminal.</param>
/// <param name="Color">Colours may be used.</param>
internal sealed record DemoOptions(int Nodes, bool Once, bool Color);
