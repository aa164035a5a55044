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
