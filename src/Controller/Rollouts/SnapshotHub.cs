using System.Runtime.CompilerServices;
using System.Threading.Channels;
using ChefActors.Core.Rollouts;

namespace ChefActors.Controller.Rollouts;

/// <summary>
/// From the actor that drives a rollout to those who watch it: each gets the latest snapshot, never a backlog. Safe from any thread.
/// </summary>
internal sealed class SnapshotHub
{
    private readonly Lock _lock = new();
    private readonly List<Channel<RolloutSnapshot>> _watchers = [];
    private RolloutSnapshot? _latest;
    private bool _isOver;
    private Exception? _failure;

    public void Publish(RolloutSnapshot snapshot)
    {
        lock (_lock)
        {
            if (_isOver) return;
            _latest = snapshot;
            foreach (var watcher in _watchers) watcher.Writer.TryWrite(snapshot);
            if (snapshot.State.Phase.IsEnded()) Over(null);
        }
    }

    /// <summary>It is not driven here any more; watchers end, with the failure if there is one.</summary>
    public void Leave(Exception? failure = null)
    {
        lock (_lock)
        {
            if (!_isOver) Over(failure);
        }
    }

    /// <summary>The latest snapshot and all that come, until it is over here.</summary>
    public async IAsyncEnumerable<RolloutSnapshot> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var watcher = Channel.CreateBounded<RolloutSnapshot>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });
        lock (_lock)
        {
            if (_latest is not null) watcher.Writer.TryWrite(_latest);
            if (_isOver) watcher.Writer.Complete(_failure);
            else _watchers.Add(watcher);
        }

        try
        {
            await foreach (var snapshot in watcher.Reader.ReadAllAsync(cancellationToken)) yield return snapshot;
        }
        finally
        {
            lock (_lock) _watchers.Remove(watcher);
        }
    }

    private void Over(Exception? failure)
    {
        (_isOver, _failure) = (true, failure);
        foreach (var watcher in _watchers) watcher.Writer.TryComplete(failure);
    }
}
