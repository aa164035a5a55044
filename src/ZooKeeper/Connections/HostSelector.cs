namespace ChefActors.ZooKeeper.Connections;

/// <summary>The servers, shuffled once, one after the other without end. The list may change at any time.</summary>
internal sealed class HostSelector
{
    private readonly Lock _gate = new();
    private readonly Random _random;
    private ServerAddress[] _servers;
    private ServerAddress _current;
    private int _next;

    public HostSelector(IReadOnlyList<ServerAddress> servers, Random random)
    {
        _random = random;
        _servers = Shuffled(servers);
        _current = _servers[0];
    }

    /// <summary>How many there are, each counted once.</summary>
    public int Count
    {
        get
        {
            lock (_gate) return _servers.Length;
        }
    }

    /// <summary>Whether the server that was given last is in the list.</summary>
    public bool IsCurrentListed
    {
        get
        {
            lock (_gate) return _servers.Contains(_current);
        }
    }

    public ServerAddress Next()
    {
        lock (_gate)
        {
            _current = _servers[_next];
            _next = (_next + 1) % _servers.Length;
            return _current;
        }
    }

    /// <summary>Takes another list. Returns whether a client that is connected to the server that was given last should leave it.</summary>
    public bool Update(IReadOnlyList<ServerAddress> servers, bool connected)
    {
        lock (_gate)
        {
            var (before, after) = (_servers.ToHashSet(), servers.ToHashSet());
            var choice = connected ? ServerBalance.Decide(before, after, _current, _random.NextDouble()) : ServerChoice.Stay;
            (_servers, _next) = (Shuffled(after), 0);
            if (choice != ServerChoice.Stay) _servers = [.. _servers.OrderBy(server => before.Contains(server) == (choice == ServerChoice.Kept) ? 0 : 1)];
            else if (connected) _servers = [.. _servers.OrderBy(server => server == _current ? 1 : 0)];
            return choice != ServerChoice.Stay;
        }
    }

    private ServerAddress[] Shuffled(IEnumerable<ServerAddress> servers)
    {
        ServerAddress[] shuffled = [.. servers.Distinct()];
        _random.Shuffle(shuffled);
        return shuffled;
    }
}
