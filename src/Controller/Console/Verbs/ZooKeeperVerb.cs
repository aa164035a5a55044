using System.CommandLine;
using System.Net.Sockets;
using ChefActors.ZooKeeper;
using ChefActors.ZooKeeper.Embedded;

namespace ChefActors.Controller.Console.Verbs;

/// <summary>The embedded coordination server alone.</summary>
internal sealed class ZooKeeperVerb : IVerb
{
    private readonly Option<int> port = NumberOption.Of("--port", "The port on 127.0.0.1; 0: any", "PORT", ConnectionString.DefaultPort);

    private readonly Option<string?> dataDirectory = new("--data-dir") { Description = "Keeps everything in this directory, which is made when it is missing; without it all is in memory", HelpName = "DIR" };

    /// <inheritdoc />
    public Command Declaration => new("zookeeper", "Runs the embedded coordination server: one server, loopback only, in memory or with a data directory") { port, dataDirectory };

    /// <inheritdoc />
    public string[] Examples => ["chefactors zookeeper --port 2181", "chefactors zookeeper --data-dir /var/lib/chefactors/zookeeper"];

    /// <inheritdoc />
    public async Task<ExitCode> RunAsync(VerbContext context, CancellationToken cancellationToken)
    {
        var wanted = context.Parse.GetValue(port);
        if (wanted is < 0 or > 65535) throw new VerbFailure(ExitCode.Usage, $"--port: found {wanted}, allowed are 0 to 65535");
        using var logs = ConsoleLogs.Create(context.Settings().Log);
        logs.Connected();
        await using var server = await StartAsync(logs, wanted, context.Parse.GetValue(dataDirectory), cancellationToken);
        await context.World.Output.WriteLineAsync($"ZooKeeper serving on {server.ConnectString}");
        await context.World.Output.FlushAsync(CancellationToken.None);
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var link = cancellationToken.Register(stopped.SetResult);
        try
        {
            await await Task.WhenAny(stopped.Task, server.Completion);
        }
        catch (ZooKeeperStorageException e)
        {
            throw new VerbFailure(ExitCode.Failed, e.Message);
        }

        // Its work is to be ended from outside: that is how it succeeds.
        return ExitCode.Success;
    }

    private static async Task<EmbeddedZooKeeper> StartAsync(ConsoleLogs logs, int port, string? dataDirectory, CancellationToken cancellationToken)
    {
        try
        {
            return await EmbeddedZooKeeper.StartAsync(new EmbeddedOptions { Port = port, DataDirectory = dataDirectory }, loggerFactory: logs, cancellationToken: cancellationToken);
        }
        catch (ZooKeeperStorageException e)
        {
            throw new VerbFailure(ExitCode.Refused, e.Message);
        }
        catch (SocketException e)
        {
            throw new VerbFailure(ExitCode.Refused, $"127.0.0.1:{port} cannot be served: {e.Message}. Choose another with --port, or any free one with --port 0");
        }
    }
}
