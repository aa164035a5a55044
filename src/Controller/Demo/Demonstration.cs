using System.Net.Sockets;
using ChefActors.Controller.Console;
using ChefActors.ZooKeeper;

namespace ChefActors.Controller.Demo;

/// <summary>The story from its first line to its last: four acts over one fleet, each of them checked.</summary>
internal sealed class Demonstration : IDemo
{
    /// <inheritdoc />
    public async Task<ExitCode> RunAsync(DemoOptions options, ConsoleWorld world, CancellationToken cancellationToken)
    {
        try
        {
            return await TellAsync(options, world, cancellationToken);
        }
        catch (VerbFailure failure)
        {
            // Ctrl-C in a terminal reaches the node hosts, too: that they end is no failure then.
            cancellationToken.ThrowIfCancellationRequested();
            throw Failed(failure.Message);
        }
        catch (Exception e) when (e is ZooKeeperException or IOException or UnauthorizedAccessException or SocketException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw Failed(e.Message);
        }
    }

    private static VerbFailure Failed(string why) => new(ExitCode.Failed, $"the demonstration did not go as told: {why}");

    private static async Task<ExitCode> TellAsync(DemoOptions options, ConsoleWorld world, CancellationToken cancellationToken)
    {
        var began = world.Time.GetTimestamp();
        var programs = DemoPrograms.Find(AppContext.BaseDirectory, File.Exists);
        var screen = new DemoScreen(world, options.Color);
        var nodes = DemoNode.Fleet(options.Nodes);
        await using var fleet = await DemoFleet.OpenAsync(programs, world.Time, cancellationToken);
        await screen.SayAsync(DemoStory.Opening(nodes.Count, fleet.ConnectString));

        // The first push needs one node host only: it has the processors for itself until it serves, the others start meanwhile.
        await fleet.ServeAsync(nodes[0], cancellationToken);
        var rest = fleet.ServeAllAsync(nodes.Skip(1), cancellationToken);
        await new SlotAct(fleet, screen, world.Time).PlayAsync(nodes[0], began, cancellationToken);
        await screen.SayAsync("");
        if (!rest.IsCompleted) await screen.SayAsync(DemoStory.Starting(nodes.Count - 1));
        await rest;
        await screen.SayAsync(DemoStory.Serving(nodes.Count, world.Time.GetElapsedTime(began)));

        await using (var controller = await DemoController.OpenAsync(world, fleet.ConnectString, cancellationToken))
        {
            await new FleetAct(fleet, controller, screen, world.Time).PlayAsync(nodes, cancellationToken);
            await new AdoptionAct(fleet, controller, screen, world.Time).PlayAsync(nodes[0], cancellationToken);
            if (nodes.Count > 1) await new CanaryAct(fleet, controller, screen, world.Time).PlayAsync(nodes, cancellationToken);
        }

        await screen.SayAsync(DemoStory.Closing(world.Program, fleet.ConnectString, nodes[^1], stays: !options.Once, world.Time.GetElapsedTime(began)));
        if (!options.Once) await UntilAsync(cancellationToken);
        return ExitCode.Success;
    }

    /// <summary>Everything was told: being ended from outside now is how it succeeds.</summary>
    private static async Task UntilAsync(CancellationToken cancellationToken)
    {
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var link = cancellationToken.Register(stopped.SetResult);
        await stopped.Task;
    }
}
