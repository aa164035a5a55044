using ChefActors.ZooKeeper;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChefActors.Benchmarks.Peer;

/// <summary>Sessions that end with it: an expiry half a minute later would disturb whoever measures next.</summary>
internal sealed class SessionGroup(string connect) : IAsyncDisposable
{
    private const int OpeningAtOnce = 50;

    private readonly ZooKeeperConnector _connector =
        new(new ZooKeeperOptions(connect) { SessionTimeout = TimeSpan.FromSeconds(30) }, TimeProvider.System, NullLoggerFactory.Instance);

    private readonly List<IZooKeeperClient> _open = [];

    /// <summary>Opens sessions, 50 at a time.</summary>
    internal async Task<IReadOnlyList<IZooKeeperClient>> OpenAsync(int sessions)
    {
        var opened = new List<IZooKeeperClient>(sessions);
        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        for (var left = sessions; left > 0; left -= OpeningAtOnce)
            opened.AddRange(await Task.WhenAll(Enumerable.Range(0, Math.Min(OpeningAtOnce, left)).Select(_ => _connector.ConnectAsync(bound.Token))));
        _open.AddRange(opened);
        return opened;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        foreach (var batch in _open.Chunk(OpeningAtOnce)) await Task.WhenAll(batch.Select(client => client.CloseAsync()));
    }
}
