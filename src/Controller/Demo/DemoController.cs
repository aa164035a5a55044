using ChefActors.Controller.Console;
using ChefActors.Controller.Fleet;
using ChefActors.Controller.Planning;
using ChefActors.Controller.Rollouts;
using ChefActors.Core.Commands;
using ChefActors.Core.Configuration;
using ChefActors.Core.Targets;

namespace ChefActors.Controller.Demo;

/// <summary>The way of the verb push, from a target to a driven rollout, on the demonstration's own cluster.</summary>
internal sealed class DemoController : IAsyncDisposable
{
    private readonly ConsoleWorld world;
    private readonly ControllerSettings settings;
    private readonly ICluster cluster;
    private readonly DrivenCluster driven;

    private DemoController(ConsoleWorld world, ControllerSettings settings, ICluster cluster, DrivenCluster driven) =>
        (this.world, this.settings, this.cluster, this.driven) = (world, settings, cluster, driven);

    /// <summary>The cluster's name.</summary>
    public string ClusterName => driven.ClusterName;

    /// <summary>Starts the actor system. The user's own settings and variables are those of another cluster: they are left out.</summary>
    public static async Task<DemoController> OpenAsync(ConsoleWorld world, string connect, CancellationToken cancellationToken)
    {
        var own = ControllerSettingsReader.Read(null, ["chefactors.zookeeper.connect=" + connect], _ => null, out var errors)
            ?? throw new InvalidOperationException(string.Join("; ", SettingError.Lines(errors)));
        var opened = await world.Clusters.ConnectAsync(own, cancellationToken);
        try
        {
            return new DemoController(world, own, opened, await opened.DriveAsync(cancellationToken));
        }
        catch
        {
            await opened.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts a push; returns the rollout's id.</summary>
    /// <exception cref="VerbFailure">It was refused.</exception>
    public async Task<string> PushAsync(string item, string target, CancellationToken cancellationToken)
    {
        if (!TargetParser.TryParse(target, _ => [], out var expression, out var error)) throw new InvalidOperationException($"{target}: {error}");
        var push = settings.Push;
        var request = new PushRequest
        {
            Items = [item],
            Target = expression,
            TargetText = target,
            Mode = RunMode.Override,
            Parallel = push.Parallel,
            RunTimeout = push.RunTimeout,
            LockWait = push.LockWait,
            AcceptWithin = push.AcceptWithin,
            Grace = push.Grace,

            // The tale has a node that fails, in a fleet of any size.
            MaxFailures = null,
        };
        var fleet = await cluster.ReadFleetAsync(FleetDetail.Names, TargetFacts.NameFilter(expression), cancellationToken);
        var id = CommandId.NewRollout(world.Time.GetUtcNow(), world.Chance());
        var plan = PushPlan.Make(request, fleet.Subjects(), new PlanContext(id, driven.ClusterId, world.User, world.Time.GetUtcNow()));
        if (plan is not PushPlanning.Ready ready) throw new VerbFailure(ExitCode.Failed, $"the push of {item} to {target} was not planned: {plan}");
        var answer = await driven.Driver.StartAsync(ready.Rollout, cancellationToken);
        return answer is StartAnswer.Driving ? id : throw new VerbFailure(ExitCode.Failed, $"rollout {id} was not started: {answer}");
    }

    /// <summary>The rollout as it changes, to its end.</summary>
    public IAsyncEnumerable<RolloutSnapshot> WatchAsync(string rollout, CancellationToken cancellationToken) => driven.Driver.WatchAsync(rollout, cancellationToken);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await driven.Driver.DisposeAsync();
        await cluster.DisposeAsync();
    }
}
