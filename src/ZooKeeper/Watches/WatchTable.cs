namespace ChefActors.ZooKeeper.Watches;

/// <summary>
/// Who waits for what: the client's side of the server's one watch per path and kind. Keyed by the server's paths. A handler that is
/// registered twice for one path is called once per event. Used by one loop at a time.
/// </summary>
internal sealed class WatchTable
{
    private readonly Dictionary<string, object>?[] _tables = new Dictionary<string, object>?[3];

    /// <summary>Paths that are watched, over all kinds.</summary>
    public int Count => _tables.Sum(table => table?.Count ?? 0);

    /// <summary>Adds a handler: the reply said that the server has set the watch.</summary>
    public void Add(WatchKind kind, string path, WatchHandler handler)
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

    /// <summary>Takes out the handlers of an event, each once, in order of registration.</summary>
    public IReadOnlyList<WatchHandler> Fire(WatchEventType type, string path)
    {
        var fired = new List<WatchHandler>(1);
        if (type is WatchEventType.NodeCreated or WatchEventType.NodeDataChanged or WatchEventType.NodeDeleted)
        {
            Take(WatchKind.Data, path, fired);
            Take(WatchKind.Exist, path, fired);
        }

        if (type is WatchEventType.NodeChildrenChanged or WatchEventType.NodeDeleted) Take(WatchKind.Child, path, fired);
        return fired;
    }

    /// <summary>The watched paths of a kind, to be set again on another connection.</summary>
    public IReadOnlyCollection<string> Paths(WatchKind kind) => _tables[(int)kind]?.Keys ?? (IReadOnlyCollection<string>)[];

    /// <summary>Takes out everything, at the session's end: each handler once per path.</summary>
    public IReadOnlyList<(string Path, IReadOnlyList<WatchHandler> Handlers)> Drain()
    {
        var paths = _tables.SelectMany(table => table?.Keys.AsEnumerable() ?? []).Distinct(StringComparer.Ordinal).ToList();
        return paths.ConvertAll(path => (path, Fire(WatchEventType.NodeDeleted, path)));
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
