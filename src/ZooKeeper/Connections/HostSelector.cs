namespace ChefActors.ZooKeeper.Connections;

/// <summary>The servers, shuffled once, one after the other without end.</summary>
internal sealed class HostSelector
{
    private readonly ServerAddress[] _servers;
    private int _next;

    public HostSelector(IReadOnlyList<ServerAddress> servers, Random random)
    {
        _servers = [.. servers];
        random.Shuffle(_servers);
    }

    public ServerAddress Next()
    {
        var server = _servers[_next];
        _next = (_next + 1) % _servers.Length;
        return server;
    }
}
