using Akka.Actor;
using ChefActors.Controller.Ownership;
using ChefActors.ZooKeeper;
using Microsoft.Extensions.Logging;

namespace ChefActors.Controller.History;

/// <summary>
/// Compacts ended rollouts some time after their ends, one at a time, and in a daemon removes old ones once a minute. It lives as long as a session; what it had not
/// done by then is found again by whoever looks for ended rollouts.
/// </summary>
internal sealed partial class HistoryActor : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan TidyEvery = TimeSpan.FromMinutes(1);

    private readonly HistoryLimits _limits;
    private readonly OwnerClock _clock;
    private readonly CompactionProcedure _compaction;
    private readonly RemovalProcedure _removal;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _stopping = new();
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly Queue<string> _due = new();
    private bool _mustTidy;
    private bool _isBusy;

    public HistoryActor(ControllerSession session, ControllerIdentity me, HistoryLimits limits, ILogger log)
    {
        (_limits, _clock, _log) = (limits, session.Clock, log);
        _compaction = new CompactionProcedure(session.Client, session.Writes, session.Clock, me);
        _removal = new RemovalProcedure(session.Client, session.Writes, session.Clock, limits);
        Receive<Ended>(OnEnded);
        Receive<Begin>(begin =>
        {
            _due.Enqueue(begin.Rollout);
            Next();
        });
        Receive<Keep>(_ => Timers.StartPeriodicTimer("tidy", new Tidy(), TimeSpan.Zero, TidyEvery));
        Receive<Tidy>(_ =>
        {
            _mustTidy = true;
            Next();
        });
        Receive<Done>(done =>
        {
            if (done.Rollout is { } rollout) _known.Remove(rollout);
            if (done.Failure is { } failure and not (OperationCanceledException or SessionExpiredException)) LogFailed(_log, done.Rollout ?? "old rollouts", failure);
            if (done.Removed is { Count: > 0 } removed) LogRemoved(_log, string.Join(", ", removed));
            _isBusy = false;
            Next();
        });
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(ControllerSession session, ControllerIdentity me, HistoryLimits limits, ILogger log) =>
        Akka.Actor.Props.Create(() => new HistoryActor(session, me, limits, log));

    protected override void PostStop()
    {
        _stopping.Cancel();
        _stopping.Dispose();
        base.PostStop();
    }

    private void OnEnded(Ended ended)
    {
        if (!_known.Add(ended.Rollout)) return;
        var wait = ended.At + _limits.CompactAfter - _clock.Now;
        if (wait > TimeSpan.Zero) Timers.StartSingleTimer("compact-" + ended.Rollout, new Begin(ended.Rollout), wait);
        else Self.Tell(new Begin(ended.Rollout));
    }

    private void Next()
    {
        if (_isBusy) return;
        if (_due.TryDequeue(out var rollout))
        {
            _isBusy = true;
            _ = _compaction.CompactAsync(rollout, _stopping.Token).PipeTo(Self, success: _ => new Done(rollout, null, null), failure: e => new Done(rollout, null, e));
        }
        else if (_mustTidy)
        {
            (_isBusy, _mustTidy) = (true, false);
            _ = _removal.RemoveAsync(_stopping.Token).PipeTo(Self, success: removed => new Done(null, removed, null), failure: e => new Done(null, null, e));
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Keeping the history of {What} failed; it is tried again by whoever looks next")]
    private static partial void LogFailed(ILogger log, string what, Exception exception);

    [LoggerMessage(Level = LogLevel.Information, Message = "Removed from the history: {Rollouts}")]
    private static partial void LogRemoved(ILogger log, string rollouts);

    /// <summary>To it: this rollout ended then.</summary>
    internal sealed record Ended(string Rollout, DateTimeOffset At);

    /// <summary>To it: remove old ones, from now on.</summary>
    internal sealed record Keep;

    private sealed record Begin(string Rollout);

    private sealed record Tidy;

    private sealed record Done(string? Rollout, IReadOnlyList<string>? Removed, Exception? Failure);
}
