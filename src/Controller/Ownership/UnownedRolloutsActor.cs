using Akka.Actor;
using ChefActors.Controller.Aggregation;
using ChefActors.Controller.History;
using ChefActors.Core.Commands;
using ChefActors.Core.Rollouts;
using ChefActors.Core.Znodes;
using ChefActors.ZooKeeper;
using Microsoft.Extensions.Logging;

namespace ChefActors.Controller.Ownership;

/// <summary>
/// Finds the rollouts that nobody drives, and tells its parent to take each over, or, of those that ended, to compact it. It watches the list of rollouts and the owner of each that is not over;
/// a watch only wakes it. All is looked at again after a reconnect and every minute. Several controllers may do this at once: T2 lets one of them win.
/// </summary>
internal sealed partial class UnownedRolloutsActor : UntypedActor, IWithTimers
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    private readonly IZooKeeperClient _client;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _stopping = new();
    private readonly HashSet<string> _settled = new(StringComparer.Ordinal);
    private readonly HashSet<string> _watched = new(StringComparer.Ordinal);
    private IReadOnlyDictionary<string, string> _unreadable = new Dictionary<string, string>(StringComparer.Ordinal);
    private bool _isListWatched;
    private bool _isLooking;
    private bool _mustLookAgain;

    public UnownedRolloutsActor(IZooKeeperClient client, ILogger log) => (_client, _log) = (client, log);

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(IZooKeeperClient client, ILogger log) => Akka.Actor.Props.Create(() => new UnownedRolloutsActor(client, log));

    protected override void PreStart()
    {
        base.PreStart();
        Timers.StartPeriodicTimer("look", new LookAgain(), LookEvery);
        Look();
    }

    protected override void PostStop()
    {
        _stopping.Cancel();
        _stopping.Dispose();
        base.PostStop();
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case LookAgain:
                Look();
                break;
            case ListFired:
                _isListWatched = false;
                Look();
                break;
            case OwnerFired fired:
                _watched.Remove(fired.Rollout);
                Look();
                break;
            case Looked looked:
                OnLooked(looked);
                break;
            case LookFailed failed:
                OnFailed(failed);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void Look()
    {
        if (_isLooking)
        {
            _mustLookAgain = true;
            return;
        }

        _isLooking = true;
        _ = LookAsync([.. _settled], [.. _watched], _isListWatched).PipeTo(Self, success: looked => looked, failure: e => new LookFailed(e));
    }

    private async Task<Looked> LookAsync(HashSet<string> known, HashSet<string> watched, bool isListWatched)
    {
        var self = Self;
        IReadOnlyList<string> ids;
        try
        {
            ids = (await _client.GetChildrenAsync(ZnodeLayout.Rollouts, isListWatched ? null : Handler(self, new ListFired()), _stopping.Token)).Names;
        }
        catch (NoNodeException)
        {
            return new Looked([], [], [], [], new Dictionary<string, string>(StringComparer.Ordinal), IsListWatched: false);
        }

        var (over, ended, unowned, seen) = (new List<string>(), new List<HistoryActor.Ended>(), new List<string>(), new List<string>());
        var unreadable = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var id in ids.Where(id => CommandId.IsValid(id) && !known.Contains(id)).Order(StringComparer.Ordinal))
        {
            // The watch is set whether the owner is there or not, before the state is read: nothing happens unseen in between.
            var owner = await _client.ExistsAsync(ZnodeLayout.Owner(id), watched.Contains(id) ? null : Handler(self, new OwnerFired(id)), _stopping.Token);
            seen.Add(id);
            if (owner is not null) continue;
            try
            {
                if (await RolloutReads.StateAsync(_client, id, _stopping.Token) is not { } state) continue;
                if (!state.Value.Phase.IsEnded()) unowned.Add(id);
                else if (await IsSettledAsync(id, state.Value)) over.Add(id);
                else ended.Add(new HistoryActor.Ended(id, state.Value.FinishedAt ?? default));
            }
            catch (InvalidDataException e)
            {
                // Of a later version, or damaged: the others are driven all the same, and this one is looked at again.
                unreadable.Add(id, e.Message);
            }
        }

        return new Looked(over, ended, unowned, seen, unreadable, IsListWatched: true);
    }

    /// <summary>Nothing is to be done with it any more: it is compacted, on its way out, or a query's, which stays whole.</summary>
    private async Task<bool> IsSettledAsync(string rollout, RolloutState state) =>
        state.Compacted || state.Removing || await RolloutReads.PlanAsync(_client, rollout, _stopping.Token) is not { Value.Command.Kind: not CommandKind.Query };

    private void OnLooked(Looked looked)
    {
        _isLooking = false;
        _isListWatched |= looked.IsListWatched;
        _settled.UnionWith(looked.Settled);
        _watched.UnionWith(looked.Watched);
        // Looks are many: each is told once.
        foreach (var (rollout, why) in looked.Unreadable.Except(_unreadable)) LogUnreadable(_log, rollout, why);
        _unreadable = looked.Unreadable;
        foreach (var ended in looked.Ended) Context.Parent.Tell(ended);
        foreach (var rollout in looked.Unowned) Context.Parent.Tell(new ControllerProtocol.TakeOver(rollout));
        if (!_mustLookAgain) return;
        _mustLookAgain = false;
        Look();
    }

    private void OnFailed(LookFailed failed)
    {
        _isLooking = false;
        if (failed.Exception is OperationCanceledException or SessionExpiredException) return;
        LogLookFailed(_log, failed.Exception);
        // Which watches were set is not known.
        _watched.Clear();
        _isListWatched = false;
        Timers.StartSingleTimer("retry", new LookAgain(), RetryAfter);
    }

    private static WatchHandler Handler(IActorRef self, object message) => _ =>
    {
        self.Tell(message);
        return ValueTask.CompletedTask;
    };

    [LoggerMessage(Level = LogLevel.Warning, Message = "Rollout {RolloutId} is driven by nobody, and cannot be: {Reason}")]
    private static partial void LogUnreadable(ILogger log, string rolloutId, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Looking for rollouts that nobody drives failed; again in a second")]
    private static partial void LogLookFailed(ILogger log, Exception exception);

    /// <summary>To it: watches may have missed something.</summary>
    internal sealed record LookAgain;

    private sealed record ListFired;

    private sealed record OwnerFired(string Rollout);

    private sealed record Looked(
        IReadOnlyList<string> Settled, IReadOnlyList<HistoryActor.Ended> Ended, IReadOnlyList<string> Unowned, IReadOnlyList<string> Watched,
        IReadOnlyDictionary<string, string> Unreadable, bool IsListWatched);

    private sealed record LookFailed(Exception Exception);
}
