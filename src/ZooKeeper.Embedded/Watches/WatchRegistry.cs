using System.Runtime.InteropServices;
using ChefActors.ZooKeeper.Embedded.Tree;

namespace ChefActors.ZooKeeper.Embedded.Watches;

/// <summary>Who watches what. A change fires each watcher at most once, in the order of registration.</summary>
/// <typeparam name="TWatcher">A connection, compared by identity.</typeparam>
internal sealed class WatchRegistry<TWatcher>
    where TWatcher : class
{
    private readonly Dictionary<(WatchKind Kind, string Path), Watchers<TWatcher>> _watchers = [];
    private readonly Dictionary<TWatcher, HashSet<(WatchKind Kind, string Path)>> _watches = [];
    private readonly HashSet<TWatcher> _fired = [];
    private int _recursive;

    /// <summary>Watches of all watchers.</summary>
    public int Count { get; private set; }

    public bool Has(TWatcher watcher, WatchKind kind, string path) => _watchers.TryGetValue((kind, path), out var set) && set.Contains(watcher);

    public void Add(TWatcher watcher, WatchKind kind, string path)
    {
        var key = (kind, path);
        ref var watchers = ref CollectionsMarshal.GetValueRefOrAddDefault(_watchers, key, out _);
        if (watchers.Contains(watcher)) return;
        watchers = watchers.With(watcher);
        if (!_watches.TryGetValue(watcher, out var own)) _watches[watcher] = own = [];
        own.Add(key);
        Count++;
        if (kind == WatchKind.Recursive) _recursive++;
    }

    /// <summary>False when there was none.</summary>
    public bool Remove(TWatcher watcher, WatchKind kind, string path)
    {
        var key = (kind, path);
        if (!_watchers.TryGetValue(key, out var watchers) || !watchers.Contains(watcher)) return false;
        watchers = watchers.Without(watcher);
        if (watchers.IsEmpty) _watchers.Remove(key);
        else _watchers[key] = watchers;
        Forget(watcher, key);
        return true;
    }

    /// <summary>The connection is gone, and with it all its watches.</summary>
    public void RemoveAll(TWatcher watcher)
    {
        if (!_watches.TryGetValue(watcher, out var own)) return;
        foreach (var (kind, path) in own.ToArray()) Remove(watcher, kind, path);
    }

    /// <summary>Adds what <paramref name="change"/> means to the watchers to <paramref name="firings"/>; those of one event are used up.</summary>
    public void Fire(ZnodeChange change, List<WatchFiring<TWatcher>> firings)
    {
        if (Count == 0) return;
        _fired.Clear();
        var (type, path, _) = change;
        if (type != WatchEventType.NodeChildrenChanged) FireOnce(WatchKind.Data, change, firings);
        if (type is WatchEventType.NodeChildrenChanged or WatchEventType.NodeDeleted) FireOnce(WatchKind.Child, change, firings);
        FireStaying(WatchKind.Persistent, path, change, firings);
        if (type == WatchEventType.NodeChildrenChanged || _recursive == 0) return;
        for (var at = path; at is not null; at = at == "/" ? null : TreePath.ParentOf(at)) FireStaying(WatchKind.Recursive, at, change, firings);
    }

    private void FireOnce(WatchKind kind, ZnodeChange change, List<WatchFiring<TWatcher>> firings)
    {
        var key = (kind, change.Path);
        if (!_watchers.Remove(key, out var set)) return;
        foreach (var watcher in set)
        {
            Forget(watcher, key);
            FireAt(watcher, change, firings);
        }
    }

    private void FireStaying(WatchKind kind, string path, ZnodeChange change, List<WatchFiring<TWatcher>> firings)
    {
        if (!_watchers.TryGetValue((kind, path), out var set)) return;
        foreach (var watcher in set) FireAt(watcher, change, firings);
    }

    private void FireAt(TWatcher watcher, ZnodeChange change, List<WatchFiring<TWatcher>> firings)
    {
        if (_fired.Add(watcher)) firings.Add(new WatchFiring<TWatcher>(watcher, change.Type, change.Path));
    }

    private void Forget(TWatcher watcher, (WatchKind Kind, string Path) key)
    {
        Count--;
        if (key.Kind == WatchKind.Recursive) _recursive--;
        if (!_watches.TryGetValue(watcher, out var own)) return;
        own.Remove(key);
        if (own.Count == 0) _watches.Remove(watcher);
    }
}
