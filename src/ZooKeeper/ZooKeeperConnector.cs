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
    /// <exception cref="TlsFailedException">All servers of the list refused this client at TLS, or were refused by it.</exception>
    public async Task<IZooKeeperClient> ConnectAsync(CancellationToken cancellationToken)
    {
        var client = MakeClient(NewSession());
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

    /// <summary>
    /// Takes over a session that another client left by <see cref="IZooKeeperClient.DetachAsync"/> or by its death. Its ephemeral znodes are still its own; watches and credentials that were
    /// added to it are not carried over. A client that still serves it loses its connection to this one. Tries server after server as <see cref="ConnectAsync"/>, but no longer than a session can live.
    /// </summary>
    /// <param name="ticket">From <see cref="IZooKeeperClient.Ticket"/>, with the chroot of this connector: paths are its caller's concern.</param>
    /// <param name="cancellationToken">Stops trying; the session is left as it is.</param>
    /// <exception cref="SessionExpiredException">The servers know no such session any more, or not by this password; or none answered for 4/3 of the session time-out.</exception>
    /// <exception cref="AuthFailedException">The server refused the credentials.</exception>
    /// <exception cref="TlsFailedException">All servers of the list refused this client at TLS, or were refused by it.</exception>
    public async Task<IZooKeeperClient> ResumeAsync(SessionTicket ticket, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(ticket);
        var session = NewSession();
        session.Resume(ticket);
        var client = MakeClient(session);
        try
        {
            await client.StartAsync(cancellationToken);
            return client;
        }
        catch
        {
            await client.AbandonAsync();
            throw;
        }
    }

    private Session NewSession() => new(_options, _timeProvider, _logger, _outages);

    private ZooKeeperClient MakeClient(Session session)
    {
        var number = Interlocked.Increment(ref _opened) - 1;
        return new ZooKeeperClient(session, _options.Seed is { } seed ? unchecked(seed + number) : Guid.NewGuid().GetHashCode() & int.MaxValue);
    }
}
