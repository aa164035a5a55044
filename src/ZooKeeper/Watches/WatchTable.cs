namespace ChefActors.ZooKeeper.Watches;

/// <summary>
/// Who waits for what: the client's side of the server's one watch per path and kind. Keyed by the server's paths. A handler that is
/// registered twice for one path is called once per event. The connection's loops and callers who remove a watch may use it at once.
/// </summary>
internal sealed class WatchTable
{
    private readonly Dictionary<string, object>?[] _tables = new Dictionary<string, object>?[3];

    /// <summary>Paths that are watched, over all kinds.</summary>
    public int Count
    {
        get
        {
            lock (_tables) return _tables.Sum(table => table?.Count ?? 0);
        }
    }

    /// <summary>Adds a handler: the reply said that the server has set the watch.</summary>
    public void Add(WatchKind kind, string path, WatchHandler handler)
    {
        lock (_tables) AddLocked(kind, path, handler);
    }

    /// <summary>Takes out the handlers of an event, each once, in order of registration.</summary>
    public IReadOnlyList<WatchHandler> Fire(WatchEventType type, string path)
    {
        var fired = new List<WatchHandler>(1);
        lock (_tables) TakeAll(type, path, fired);
        return fired;
    }

    /// <summary>Takes out handlers of a path, all or one, of some kinds. Returns those taken, each once; empty when there were none.</summary>
    public IReadOnlyList<WatchHandler> Remove(IReadOnlyList<WatchKind> kinds, string path, WatchHandler? handler)
    {
        var removed = new List<WatchHandler>(1);
        lock (_tables)
        {
            foreach (var kind in kinds)
            {
                if (handler is null) Take(kind, path, removed);
                else TakeOne(kind, path, handler, removed);
            }
        }

        return removed;
    }

    /// <summary>Whether somebody waits on a path for one of these kinds.</summary>
    public bool Has(IReadOnlyList<WatchKind> kinds, string path)
    {
        lock (_tables)
        {
            foreach (var kind in kinds)
            {
                if (_tables[(int)kind]?.ContainsKey(path) == true) return true;
            }

            return false;
        }
    }

    /// <summary>The watched paths of a kind, to be set again on another connection.</summary>
    public IReadOnlyCollection<string> Paths(WatchKind kind)
    {
        lock (_tables) return _tables[(int)kind] is { Count: > 0 } table ? [.. table.Keys] : [];
    }

    /// <summary>Takes out everything, at the session's end: each handler once per path.</summary>
    public IReadOnlyList<(string Path, IReadOnlyList<WatchHandler> Handlers)> Drain()
    {
        List<string> paths;
        lock (_tables) paths = [.. _tables.SelectMany(table => table?.Keys.AsEnumerable() ?? []).Distinct(StringComparer.Ordinal)];
        return paths.ConvertAll(path => (path, Fire(WatchEventType.NodeDeleted, path)));
    }

    private void AddLocked(WatchKind kind, string path, WatchHandler handler)
    {
        var table = _tables[(int)kind] ??= new Dictionary<string, object>(StringComparer.Ordinal);
        if (!table.TryGetValue(path, out var present))
        {
            table.Add(path, handler);
        }
        else if (present is List<WatchHandler> several)
        {
            if (!several.Contains(handler)) several.Add(handler);
        }
        else if (!present.Equals(handler))
        {
            table[path] = new List<WatchHandler> { (WatchHandler)present, handler };
        }
    }

    private void TakeAll(WatchEventType type, string path, List<WatchHandler> fired)
    {
        if (type is WatchEventType.NodeCreated or WatchEventType.NodeDataChanged or WatchEventType.NodeDeleted)
        {
            Take(WatchKind.Data, path, fired);
            Take(WatchKind.Exist, path, fired);
        }

        if (type is WatchEventType.NodeChildrenChanged or WatchEventType.NodeDeleted) Take(WatchKind.Child, path, fired);
    }

    private void TakeOne(WatchKind kind, string path, WatchHandler handler, List<WatchHandler> into)
    {
        if (_tables[(int)kind] is not { } table || !table.TryGetValue(path, out var present)) return;
        var found = present is List<WatchHandler> several ? several.Remove(handler) : present.Equals(handler);
        if (found && !into.Contains(handler)) into.Add(handler);
        if (found && present is not List<WatchHandler> { Count: > 0 }) table.Remove(path);
    }

    private void Take(WatchKind kind, string path, List<WatchHandler> into)
    {
        if (_tables[(int)kind] is not { } table || !table.Remove(path, out var present)) return;
        if (present is WatchHandler one)
        {
            if (!into.Contains(one)) into.Add(one);
            return;
        }

        foreach (var handler in (List<WatchHandler>)present)
        {
            if (!into.Contains(handler)) into.Add(handler);
        }
    }
}
