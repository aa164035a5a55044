using ChefActors.ZooKeeper.Connections;
using ChefActors.ZooKeeper.Sessions;
using Microsoft.Extensions.Logging;

namespace ChefActors.ZooKeeper;

/// <summary>Opens sessions over TCP.</summary>
public sealed class ZooKeeperConnector : IZooKeeperConnector
{
    private readonly ZooKeeperOptions _options;
    private readonly TimeProvider _timeProvider;
    private readonly ILogger _logger;
    private readonly OutageLog _outages;
    private int _opened;

    /// <summary>Makes one; nothing is opened yet.</summary>
    /// <exception cref="ArgumentException">See <see cref="ZooKeeperOptions.Validate"/>.</exception>
    public ZooKeeperConnector(ZooKeeperOptions options, TimeProvider timeProvider, ILoggerFactory loggerFactory)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(timeProvider);
        ArgumentNullException.ThrowIfNull(loggerFactory);
        options.Validate();
        (_options, _timeProvider, _logger, _outages) = (options, timeProvider, loggerFactory.CreateLogger<ZooKeeperClient>(), new OutageLog(timeProvider));
    }

    /// <inheritdoc />
    public ConnectionString ConnectionString => _options.ConnectionString;

    /// <inheritdoc />
    /// <exception cref="AuthFailedException">The server refused the credentials.</exception>
    public async Task<IZooKeeperClient> ConnectAsync(CancellationToken cancellationToken)
    {
        var number = Interlocked.Increment(ref _opened) - 1;
        var seed = _options.Seed is { } fixedSeed ? unchecked(fixedSeed + number) : Guid.NewGuid().GetHashCode() & int.MaxValue;
        var client = new ZooKeeperClient(new Session(_options, _timeProvider, _logger, _outages), seed);
        try
        {
            await client.StartAsync(cancellationToken);
            return client;
        }
        catch
        {
            await client.DisposeAsync();
            throw;
        }
    }
}
