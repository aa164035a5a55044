using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Akka.Actor;
using Akka.Configuration;
using ChefActors.Controller.Auditing;
using ChefActors.Controller.Dispatching;
using ChefActors.Controller.History;
using ChefActors.Controller.Notifying;
using ChefActors.Controller.Ownership;
using ChefActors.ZooKeeper;
using Microsoft.Extensions.Logging;

namespace ChefActors.Controller.Rollouts;

/// <summary>The controller's actor system. It opens its session when it is made and keeps trying until it has one.</summary>
internal sealed class RolloutDriver : IRolloutDriver
{
    private static readonly TimeSpan CloseWithin = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, SnapshotHub> _hubs = new(StringComparer.Ordinal);
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly ControllerIdentity _me;
    private readonly Webhook _webhook;
    private readonly ActorSystem _system;
    private readonly IActorRef _controller;

    /// <summary>Starts the actor system.</summary>
    /// <param name="connector">Where sessions come from.</param>
    /// <param name="time">Time.</param>
    /// <param name="loggers">Where logs go.</param>
    /// <param name="me">Who drives.</param>
    /// <param name="crash">Where this process kills itself; null: nowhere.</param>
    /// <param name="config">HOCON for Akka; what it does not say is quiet and has Akka's defaults.</param>
    /// <param name="history">How long ended rollouts are kept; null: as the settings' defaults say.</param>
    public RolloutDriver(IZooKeeperConnector connector, TimeProvider time, ILoggerFactory loggers, ControllerIdentity me, Config? config = null, CrashPoint? crash = null,
        HistoryLimits? history = null)
    {
        (_time, _me) = (time, me);
        _log = loggers.CreateLogger<RolloutDriver>();
        var quiet = ConfigurationFactory.ParseString(
            "akka { loglevel = WARNING, stdout-loglevel = OFF, log-dead-letters = off, coordinated-shutdown.run-by-clr-shutdown-hook = off }\n"
            + AuditActor.Dispatcher + ".type = PinnedDispatcher");
        _webhook = new Webhook(time, loggers.CreateLogger<Webhook>());
        _system = ActorSystem.Create("chefactors", config is null ? quiet : config.WithFallback(quiet));
        _controller = _system.ActorOf(ControllerActor.Props(connector, me, time, loggers.CreateLogger<ControllerActor>(), _hubs, crash ?? CrashPoint.None, history ?? HistoryLimits.Default, _webhook), "controller");
    }

    /// <inheritdoc />
    public Task<StartAnswer> StartAsync(NewRollout rollout, CancellationToken cancellationToken) =>
        _controller.Ask<StartAnswer>(new ControllerProtocol.Start(rollout), System.Threading.Timeout.InfiniteTimeSpan, cancellationToken);

    /// <inheritdoc />
    public Task<StartAnswer> TakeOverAsync(string rollout, CancellationToken cancellationToken) =>
        _controller.Ask<StartAnswer>(new ControllerProtocol.TakeOver(rollout), System.Threading.Timeout.InfiniteTimeSpan, cancellationToken);

    /// <inheritdoc />
    public Task<StartAnswer> RollBackAsync(string rollout, CancellationToken cancellationToken) =>
        _controller.Ask<StartAnswer>(new ControllerProtocol.RollBack(rollout, _me.User), System.Threading.Timeout.InfiniteTimeSpan, cancellationToken);

    /// <inheritdoc />
    public void TakeOverAll(AuditLog? audit = null) => _controller.Tell(new ControllerProtocol.TakeOverAll(audit));

    /// <inheritdoc />
    public async IAsyncEnumerable<RolloutSnapshot> WatchAsync(string rollout, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (_hubs.TryGetValue(rollout, out var hub))
        {
            await foreach (var snapshot in hub.WatchAsync(cancellationToken))
            {
                yield return snapshot;
                if (snapshot.IsOver) yield break;
            }
        }

        // Not driven here, or not any more: another controller does, and this one looks from time to time.
        while (true)
        {
            var looked = await _controller.Ask<ControllerProtocol.Looked>(new ControllerProtocol.Look(rollout), System.Threading.Timeout.InfiniteTimeSpan, cancellationToken);
            if (looked.Snapshot is not { } snapshot) yield break;
            yield return snapshot;
            if (snapshot.IsOver) yield break;
            await Task.Delay(LookEvery, _time, cancellationToken);
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        try
        {
            await _controller.Ask<ControllerProtocol.Closed>(new ControllerProtocol.Close(), CloseWithin);
        }
        catch (Exception e) when (e is AskTimeoutException or ZooKeeperException)
        {
            // The session ends by its time-out then.
            _log.LogWarning(e, "The ZooKeeper session was not closed within {Limit}", CloseWithin);
        }

        foreach (var hub in _hubs.Values) hub.Leave();
        await _system.Terminate();
        await _webhook.DisposeAsync();
    }
}
