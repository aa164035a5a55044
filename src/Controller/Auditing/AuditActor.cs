using Akka.Actor;
using ChefActors.Controller.Aggregation;
using ChefActors.Core.Commands;
using ChefActors.Core.Znodes;
using ChefActors.ZooKeeper;
using Microsoft.Extensions.Logging;

namespace ChefActors.Controller.Auditing;

/// <summary>
/// Writes down what happens to all rollouts, whoever drives them. It watches the list, and state and words of each; a watch only wakes it. Everything is
/// looked at again after a reconnect and every minute. It lives as long as a session; what is recorded is known from the files, which are synced on its turn:
/// so it has a thread of its own.
/// </summary>
internal sealed partial class AuditActor : ReceiveActor, IWithTimers
{
    /// <summary>The dispatcher of actors that block in files: a thread for each.</summary>
    public const string Dispatcher = "chefactors.file-dispatcher";

    private static readonly TimeSpan LookEvery = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    private readonly IZooKeeperClient _client;
    private readonly AuditLog _audit;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _stopping = new();
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly HashSet<string> _dirty = new(StringComparer.Ordinal);
    private readonly HashSet<string> _armed = new(StringComparer.Ordinal);
    private bool _mustList;
    private bool _isLooking;

    public AuditActor(IZooKeeperClient client, AuditLog audit, TimeProvider time, ILogger log)
    {
        (_client, _audit, _time, _log) = (client, audit, time, log);
        Receive<LookAgain>(_ =>
        {
            _dirty.UnionWith(_known);
            _mustList = true;
            Look();
        });
        Receive<Fired>(fired =>
        {
            _armed.Remove(fired.Path);
            if (fired.Rollout is { } rollout) _dirty.Add(rollout);
            else _mustList = true;
            Look();
        });
        Receive<Listed>(listed =>
        {
            _isLooking = false;
            _dirty.UnionWith(listed.Rollouts.Except(_known));
            _known.Clear();
            _known.UnionWith(listed.Rollouts);
            Look();
        });
        Receive<Looked>(looked =>
        {
            _isLooking = false;
            Record(looked.Looks);
            Look();
        });
        Receive<LookFailed>(OnFailed);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(IZooKeeperClient client, AuditLog audit, TimeProvider time, ILogger log) =>
        Akka.Actor.Props.Create(() => new AuditActor(client, audit, time, log)).WithDispatcher(Dispatcher);

    protected override void PreStart()
    {
        base.PreStart();
        Timers.StartPeriodicTimer("look", new LookAgain(), TimeSpan.Zero, LookEvery);
    }

    protected override void PostStop()
    {
        _stopping.Cancel();
        _stopping.Dispose();
        base.PostStop();
    }

    private void Look()
    {
        if (_isLooking || (!_mustList && _dirty.Count == 0)) return;
        _isLooking = true;
        if (_mustList)
        {
            _mustList = false;
            _ = ListAsync(Arm(ZnodeLayout.Rollouts, null)).PipeTo(Self, success: names => new Listed(names), failure: e => new LookFailed(e));
            return;
        }

        var rollouts = _dirty.Order(StringComparer.Ordinal).ToList();
        _dirty.Clear();
        var wishes = rollouts.Select(id => (Id: id, Standing: _audit.Ledger.Of(id), State: Arm(ZnodeLayout.State(id), id), Control: Arm(ZnodeLayout.Control(id), id))).ToList();
        _ = PipelinedReads.AllAsync(wishes, w => ReadAsync(w.Id, w.Standing, w.State, w.Control)).PipeTo(Self, success: looks => new Looked(looks), failure: e => new LookFailed(e));
    }

    private async Task<IReadOnlyList<string>> ListAsync(WatchHandler? watch)
    {
        try
        {
            return [.. (await _client.GetChildrenAsync(ZnodeLayout.Rollouts, watch, _stopping.Token)).Names.Where(id => CommandId.IsValid(id))];
        }
        catch (NoNodeException)
        {
            return [];
        }
    }

    /// <summary>Null: it is gone, or cannot be read.</summary>
    private async Task<AuditLook?> ReadAsync(string rollout, AuditStanding standing, WatchHandler? stateWatch, WatchHandler? controlWatch)
    {
        try
        {
            return await ReadWholeAsync(rollout, standing, stateWatch, controlWatch);
        }
        catch (InvalidDataException e)
        {
            // Of a later version, or damaged: the others are recorded all the same.
            LogUnreadable(_log, rollout, e.Message);
            return null;
        }
    }

    private async Task<AuditLook?> ReadWholeAsync(string rollout, AuditStanding standing, WatchHandler? stateWatch, WatchHandler? controlWatch)
    {
        var state = await RolloutReads.StateAsync(_client, rollout, stateWatch, _stopping.Token);
        var control = await RolloutReads.ControlAsync(_client, rollout, controlWatch, _stopping.Token);
        var plan = await RolloutReads.PlanAsync(_client, rollout, _stopping.Token);
        if (state is null || control is null || plan is null) return null;
        IReadOnlyList<string> nodes = AuditDecision.TellsStart(standing, state.Value)
            ? [.. (await RolloutReads.TargetsAsync(_client, rollout, _stopping.Token)).Select(t => t.Node.Value)]
            : [];
        return new AuditLook(plan.Value, state.Value, state.Stat.ModifiedAt, control.Value, nodes);
    }

    private void Record(IReadOnlyList<AuditLook?> looks)
    {
        foreach (var look in looks.OfType<AuditLook>())
        {
            try
            {
                _audit.Append(AuditDecision.Of(_audit.Ledger.Of(look.Plan.Id), look, _time.GetUtcNow()));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // What is not written is not in the ledger either: it is tried again whole.
                LogNotWritten(_log, look.Plan.Id, e);
                Timers.StartSingleTimer("retry", new LookAgain(), RetryAfter);
            }
        }
    }

    /// <summary>The watch to set with the next read; null: it is set.</summary>
    private WatchHandler? Arm(string path, string? rollout)
    {
        if (!_armed.Add(path)) return null;
        var self = Self;
        return _ =>
        {
            self.Tell(new Fired(path, rollout));
            return ValueTask.CompletedTask;
        };
    }

    private void OnFailed(LookFailed failed)
    {
        _isLooking = false;
        if (failed.Exception is OperationCanceledException or SessionExpiredException) return;
        LogLookFailed(_log, failed.Exception);
        // Which watches were set is not known.
        _armed.Clear();
        Timers.StartSingleTimer("retry", new LookAgain(), RetryAfter);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Rollout {Rollout}: the audit could not be written; again in a second")]
    private static partial void LogNotWritten(ILogger log, string rollout, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Rollout {Rollout} is not in the audit: {Error}")]
    private static partial void LogUnreadable(ILogger log, string rollout, string error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Looking at rollouts for the audit failed; again in a second")]
    private static partial void LogLookFailed(ILogger log, Exception exception);

    /// <summary>To it: watches may have missed something.</summary>
    internal sealed record LookAgain;

    private sealed record Fired(string Path, string? Rollout);

    private sealed record Listed(IReadOnlyList<string> Rollouts);

    private sealed record Looked(IReadOnlyList<AuditLook?> Looks);

    private sealed record LookFailed(Exception Exception);
}
