using ChefActors.Controller.Console;
using ChefActors.Controller.Fleet;
using ChefActors.Controller.Planning;
using ChefActors.Controller.Planning.Plans;
using ChefActors.Controller.Rollouts;
using ChefActors.Controller.Words;
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
        return await StartAsync(ready.Rollout, cancellationToken);
    }

    /// <summary>Starts a plan; returns the rollout's id.</summary>
    /// <exception cref="VerbFailure">It does not hold on this fleet, or was refused.</exception>
    public async Task<string> StartAsync(string yaml, CancellationToken cancellationToken)
    {
        if (PlanReader.Read(System.Text.Encoding.UTF8.GetBytes(yaml), readFile: null) is not PlanReading.Holds holds) throw new InvalidOperationException("the demonstration's own plan does not hold");
        var fleet = await cluster.ReadFleetAsync(FleetDetail.Facts | FleetDetail.Presence, null, cancellationToken);
        var now = world.Time.GetUtcNow();
        var context = new PlanContext(CommandId.NewRollout(now, world.Chance()), driven.ClusterId, world.User, now);
        return PlanResolver.Resolve(holds.Plan, PlanFleet.Of(fleet.Subjects()), context, new PlanWish()) is PlanResolution.Ready ready
            ? await StartAsync(ready.Rollout, cancellationToken)
            : throw new VerbFailure(ExitCode.Failed, "the plan was not resolved");
    }

    /// <summary>Retries a halted rollout, as the verb does: the old one is over then. Returns the new one's id.</summary>
    public async Task<string> RetryAsync(string rollout, CancellationToken cancellationToken)
    {
        var old = await ReadAsync(rollout, cancellationToken);
        var now = world.Time.GetUtcNow();
        var (retry, refusal) = FollowUpPlan.Retry(old, new PlanContext(CommandId.NewRollout(now, world.Chance()), driven.ClusterId, world.User, now));
        if (retry is null) throw new VerbFailure(ExitCode.Failed, $"the retry of {rollout} was refused: {refusal}");
        await cluster.SayAsync(rollout, new OperatorWord.Abort(Interrupt: false), cancellationToken);
        return await StartAsync(retry, cancellationToken);
    }

    /// <summary>The rollout as it stands.</summary>
    public async Task<RolloutSnapshot> ReadAsync(string rollout, CancellationToken cancellationToken) =>
        await cluster.ReadRolloutAsync(rollout, cancellationToken) ?? throw new VerbFailure(ExitCode.Failed, $"rollout {rollout} is not there");

    private async Task<string> StartAsync(NewRollout rollout, CancellationToken cancellationToken)
    {
        var answer = await driven.Driver.StartAsync(rollout, cancellationToken);
        return answer is StartAnswer.Driving ? rollout.Plan.Id : throw new VerbFailure(ExitCode.Failed, $"rollout {rollout.Plan.Id} was not started: {answer}");
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
