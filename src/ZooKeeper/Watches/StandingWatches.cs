namespace ChefActors.ZooKeeper.Watches;

/// <summary>
/// The watches that stay: the client's side of the server's one per path and mode. Any thread. A change of who listens and the request that
/// follows from it are one step under one lock, so that the server sees them in the order in which they were decided here; a request that
/// is handed over here must not wait.
/// </summary>
internal sealed class StandingWatches
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(WatchMode Mode, string Path), List<StandingWatch>> _watches = [];
    private int _recursive;

    /// <summary>Enters a listener and asks the server for the watch.</summary>
    public Task<T> Add<T>(StandingWatch watch, Func<Task<T>> ask)
    {
        lock (_gate)
        {
            var key = (watch.Mode, watch.ServerPath);
            if (!_watches.TryGetValue(key, out var listeners))
            {
                _watches[key] = listeners = [];
                if (watch.Mode == WatchMode.PersistentRecursive) _recursive++;
            }

            listeners.Add(watch);
            return ask();
        }
    }

    /// <summary>The server has set it.</summary>
    public void Arm(StandingWatch watch)
    {
        lock (_gate) watch.IsArmed = true;
    }

    /// <summary>Takes a listener out and ends its stream. Asks the server when it was the last one.</summary>
    public Task Remove(StandingWatch watch, Func<Task> ask)
    {
        lock (_gate) return TakeOut(watch) && !_watches.ContainsKey((watch.Mode, watch.ServerPath)) ? ask() : Task.CompletedTask;
    }

    /// <summary>The listeners of a path and mode; all of them, or those that call <paramref name="handler"/>.</summary>
    public IReadOnlyList<StandingWatch> Of(WatchMode mode, string serverPath, WatchHandler? handler)
    {
        lock (_gate) return _watches.TryGetValue((mode, serverPath), out var listeners) ? listeners.FindAll(l => handler is null || Equals(l.Handler, handler)) : [];
    }

    /// <summary>Asks the server only if nobody listens on the path in any mode.</summary>
    public Task WhenNobodyListens(string serverPath, Func<Task> ask)
    {
        lock (_gate)
        {
            return _watches.ContainsKey((WatchMode.Persistent, serverPath)) || _watches.ContainsKey((WatchMode.PersistentRecursive, serverPath)) ? Task.CompletedTask : ask();
        }
    }

    /// <summary>
    /// Whether a watch that stays tells all that one of one event would. Then the server is not asked for that: before 3.9 it keeps one kind of
    /// watch per session and path, and the one that stays would go with the other's first event (ZOOKEEPER-4466).
    /// </summary>
    public bool Covers(string serverPath, WatchKind kind)
    {
        lock (_gate) return IsArmed(WatchMode.Persistent, serverPath) || (kind != WatchKind.Child && IsArmed(WatchMode.PersistentRecursive, serverPath));
    }

    /// <summary>Hands over a read with a watch of one event, which is told whether that is covered.</summary>
    public Task<T> Read<T>(string serverPath, WatchKind kind, Func<bool, Task<T>> ask)
    {
        lock (_gate) return ask(Covers(serverPath, kind));
    }

    /// <summary>An event of the server for all whom it concerns: recursive listeners see no lists of children.</summary>
    public void Fire(WatchEvent watchEvent, string serverPath)
    {
        lock (_gate)
        {
            Post(WatchMode.Persistent, serverPath, watchEvent);
            if (_recursive == 0 || watchEvent.Type == WatchEventType.NodeChildrenChanged) return;
            for (var length = serverPath.Length; length > 0; length = serverPath.LastIndexOf('/', length - 1, length)) Post(WatchMode.PersistentRecursive, serverPath[..length], watchEvent);
            if (serverPath.Length > 1) Post(WatchMode.PersistentRecursive, "/", watchEvent);
        }
    }

    /// <summary>The paths of a mode that the server has set, to be set again on another connection.</summary>
    public IReadOnlyList<string> Paths(WatchMode mode)
    {
        lock (_gate) return [.. _watches.Where(entry => entry.Key.Mode == mode && entry.Value.Exists(listener => listener.IsArmed)).Select(entry => entry.Key.Path)];
    }

    /// <summary>What was missed is not known: everybody whose watch stood should read again.</summary>
    public void Resync() => ForEachArmed(listener => listener.Post(new WatchEvent(WatchEventType.Resync, SessionState.Connected, listener.Path)));

    /// <summary>All listeners get their last event.</summary>
    public void End(SessionState state)
    {
        lock (_gate)
        {
            foreach (var listener in _watches.Values.SelectMany(listeners => listeners)) listener.End(state);
            _watches.Clear();
            _recursive = 0;
        }
    }

    private bool IsArmed(WatchMode mode, string serverPath) => _watches.TryGetValue((mode, serverPath), out var listeners) && listeners.Exists(listener => listener.IsArmed);

    private void ForEachArmed(Action<StandingWatch> act)
    {
        lock (_gate)
        {
            foreach (var listener in _watches.Values.SelectMany(listeners => listeners).Where(listener => listener.IsArmed)) act(listener);
        }
    }

    private void Post(WatchMode mode, string serverPath, WatchEvent watchEvent)
    {
        if (!_watches.TryGetValue((mode, serverPath), out var listeners)) return;
        foreach (var listener in listeners) listener.Post(watchEvent);
    }

    private bool TakeOut(StandingWatch watch)
    {
        watch.End(last: null);
        var key = (watch.Mode, watch.ServerPath);
        if (!_watches.TryGetValue(key, out var listeners) || !listeners.Remove(watch)) return false;
        if (listeners.Count > 0) return true;
        _watches.Remove(key);
        if (watch.Mode == WatchMode.PersistentRecursive) _recursive--;
        return true;
    }
}
