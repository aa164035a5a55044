using System.Collections.Immutable;
using Akka.Actor;
using ChefActors.Core.Following;
using ChefActors.NodeHost.Presence;
using ChefActors.NodeHost.Running;
using ChefActors.ZooKeeper;
using Microsoft.Extensions.Logging;

namespace ChefActors.NodeHost.Following;

/// <summary>
/// Writes a run's output to the ring while somebody's lease holds, at most twice a second; removes both once nobody renews it. Without a lease it costs one
/// question at each registration and a watch that never fires.
/// </summary>
internal sealed partial class FollowActor : UntypedActor, IWithTimers
{
    private const int RunsAtMost = 16;
    private static readonly TimeSpan TurnEvery = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(2);

    private readonly FollowProcedure _procedure;
    private readonly ILogger<FollowActor> _logger;
    private readonly CancellationTokenSource _stopping = new();
    private readonly ServerClock _clock;
    private ImmutableQueue<FollowedRun> _runs = [];
    private IZooKeeperClient? _client;
    private Stat? _lease;
    private FollowRing? _ring;
    private IReadOnlySet<int> _standing = ImmutableHashSet<int>.Empty;
    private string? _latest;
    private bool _isBusy;
    private bool _isWatched;

    public FollowActor(FollowProcedure procedure, TimeProvider time, ILogger<FollowActor> logger)
    {
        (_procedure, _logger) = (procedure, logger);
        _clock = new ServerClock(time);
    }

    /// <inheritdoc />
    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>How it is made.</summary>
    internal static Props Props(FollowProcedure procedure, TimeProvider time, ILogger<FollowActor> logger) => MadeBy<FollowActor>.Props(() => new FollowActor(procedure, time, logger));

    /// <inheritdoc />
    protected override void OnReceive(object message)
    {
        // What no case takes is a late answer of an earlier session.
        switch (message)
        {
            case SessionProtocol.Registered registered:
                Begin(registered.Client);
                break;
            case SessionProtocol.Reconnected or LookAgain:
                Look();
                break;
            case SessionProtocol.SessionLost:
                End();
                break;
            case ChefRunnerProtocol.ActivityChanged changed:
                OnActivity(changed.Activity.Command);
                break;
            case LeaseChanged changed when changed.Client == _client:
                _isWatched = false;
                Look();
                break;
            case Found<Stat?> found when found.Client == _client:
                OnRegistered(found.What);
                break;
            case Found<FollowProtocol.LeaseRead> found when found.Client == _client:
                OnLease(found.What.Lease);
                break;
            case Found<FollowProtocol.Turned?> found when found.Client == _client:
                OnTurned(found.What);
                break;
            case Removed removed when removed.Client == _client:
                OnRemoved(removed);
                break;
            case Failed failed when failed.Client == _client:
                OnFailed(failed);
                break;
            case TurnDue or LeaseOver:
                Go();
                break;
        }
    }

    /// <inheritdoc />
    protected override void PostStop()
    {
        _stopping.Cancel();
        _stopping.Dispose();
    }

    private void Begin(IZooKeeperClient client)
    {
        End();
        _client = client;
        _procedure.RegisteredAsync(client, _stopping.Token).PipeTo(Self, Self, stat => new Found<Stat?>(client, stat), error => new Failed(client, error));
    }

    private void End()
    {
        (_client, _lease, _ring, _isBusy, _isWatched) = (null, null, null, false, false);
        Timers.CancelAll();
    }

    private void OnRegistered(Stat? alive)
    {
        if (alive is { } stat) _clock.Observe(stat);
        Look();
    }

    private void Look()
    {
        if (_client is not { } client) return;
        var self = Self;

        // One watch is enough: each look would leave another, and each of them would look again.
        var sets = !_isWatched;
        _isWatched = true;
        _procedure.ReadLeaseAsync(client, sets ? Wake : null, _stopping.Token)
            .PipeTo(Self, Self, lease => new Found<FollowProtocol.LeaseRead>(client, lease), error => new Failed(client, error, HasNoWatch: sets));

        ValueTask Wake(WatchEvent watchEvent)
        {
            if (watchEvent.Type != WatchEventType.None) self.Tell(new LeaseChanged(client));
            return ValueTask.CompletedTask;
        }
    }

    private void OnLease(Stat? lease)
    {
        _lease = lease;
        if (lease is { } stat) _clock.Observe(stat);
        else _ring = null;
        Go();
    }

    /// <summary>One run ends where the next begins: what runs is one command or none.</summary>
    private void OnActivity(string? command)
    {
        if (command == _latest) return;
        _latest = command;
        _runs = [.. _runs.Select(run => run with { IsOver = true })];
        if (command is not null && _runs.Count() < RunsAtMost) _runs = _runs.Enqueue(new FollowedRun(command, IsOver: false));
        Go();
    }

    /// <summary>Does what is due, one thing at a time.</summary>
    private void Go()
    {
        if (_client is not { } client || _isBusy) return;
        var decision = LeaseDecision.Of(_lease?.ModifiedAt, _clock.Now ?? DateTimeOffset.MinValue);
        if (decision.Standing != LeaseStanding.Fresh)
        {
            // Whoever comes later sees the run under way from its beginning, or as much of it as the ring takes.
            _runs = [.. _runs.Where(run => !run.IsOver)];
            if (decision.Standing == LeaseStanding.Stale) Remove(client, _lease!.Value.Version);
            return;
        }

        Timers.StartSingleTimer(nameof(LeaseOver), new LeaseOver(), decision.Remaining + TimeSpan.FromMilliseconds(1));
        if (!_runs.IsEmpty && !Timers.IsTimerActive(nameof(TurnDue))) Turn(client, _runs.Peek());
    }

    private void Remove(IZooKeeperClient client, int leaseVersion)
    {
        _isBusy = true;
        LogOver(_logger);
        _ring = null;
        _procedure.RemoveAsync(client, leaseVersion, _stopping.Token).PipeTo(Self, Self, isGone => new Removed(client, leaseVersion, isGone), error => new Failed(client, error));
    }

    private void Turn(IZooKeeperClient client, FollowedRun run)
    {
        _isBusy = true;
        var ring = _ring?.Command == run.Command ? _ring : null;
        _procedure.TurnAsync(client, run.Command, ring, _standing, run.IsOver, _clock.Now ?? _lease!.Value.ModifiedAt, _stopping.Token)
            .PipeTo(Self, Self, turned => new Found<FollowProtocol.Turned?>(client, turned), error => new Failed(client, error));
    }

    private void OnTurned(FollowProtocol.Turned? turned)
    {
        _isBusy = false;
        Timers.StartSingleTimer(nameof(TurnDue), new TurnDue(), TurnEvery);
        if (turned is null)
        {
            _ring = null;
            Look();
            return;
        }

        (_ring, _standing) = (turned.Ring, turned.Standing);
        if (turned.Written is { } stat) _clock.Observe(stat);
        if (turned.IsOver) _runs = _runs.Dequeue();
    }

    private void OnRemoved(Removed removed)
    {
        _isBusy = false;

        // Gone, or renewed meanwhile: what is there now is looked at. What somebody else keeps there is tried again, but not at once.
        if (removed.IsGone || _lease?.Version != removed.LeaseVersion) Look();
        else Timers.StartSingleTimer(nameof(LookAgain), new LookAgain(), FollowLease.Holds);
    }

    private void OnFailed(Failed failed)
    {
        _isBusy = false;
        _ring = null;
        if (failed.HasNoWatch) _isWatched = false;
        if (failed.Error is var error && error is not (ConnectionLossException or SessionExpiredException or OperationCanceledException)) LogFailed(_logger, error.Message);
        Timers.StartSingleTimer(nameof(LookAgain), new LookAgain(), RetryAfter);
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "nobody follows this node any more")]
    private static partial void LogOver(ILogger logger);

    [LoggerMessage(Level = LogLevel.Warning, Message = "output is not shown to those who follow it, trying again in 2 s: {Error}")]
    private static partial void LogFailed(ILogger logger, string error);

    private sealed record LeaseChanged(IZooKeeperClient Client);

    private sealed record Found<T>(IZooKeeperClient Client, T What);

    private sealed record Removed(IZooKeeperClient Client, int LeaseVersion, bool IsGone);

    private sealed record Failed(IZooKeeperClient Client, Exception Error, bool HasNoWatch = false);

    private sealed record TurnDue;

    private sealed record LeaseOver;

    private sealed record LookAgain;
}
