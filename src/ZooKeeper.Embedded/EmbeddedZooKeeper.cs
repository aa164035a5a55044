using System.Security.Cryptography;
using ChefActors.ZooKeeper.Embedded.Network;
using ChefActors.ZooKeeper.Embedded.Requests;
using ChefActors.ZooKeeper.Embedded.Sessions;
using ChefActors.ZooKeeper.Embedded.Storage;
using ChefActors.ZooKeeper.Embedded.Storage.Disk;
using ChefActors.ZooKeeper.Embedded.Storage.Records;
using ChefActors.ZooKeeper.Embedded.Storage.Recovery;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChefActors.ZooKeeper.Embedded;

/// <summary>
/// A ZooKeeper server of one inside this process, on 127.0.0.1, speaking the protocol of 3.9. With a data directory it loses nothing that it
/// acknowledged; without one everything is gone when it stops. It is one server on one machine: what must go on without that machine needs
/// Apache's ensemble.
/// </summary>
public sealed class EmbeddedZooKeeper : IAsyncDisposable
{
    private const byte ServerNumber = 1;

    private readonly RequestPipeline _pipeline;
    private readonly LeftoverScan _leftovers;
    private readonly ConnectionLimits _limits;
    private readonly ConnectionCount _count;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _switching = new(1);
    private readonly Task _ending;
    private Listener? _listener;
    private bool _stopped;

    private EmbeddedZooKeeper(EmbeddedOptions options, TimeProvider time, ILogger logger, IStoreDisk? disk)
    {
        (_logger, _limits, _count) = (logger, ConnectionLimits.Of(options), new ConnectionCount(options.MaxConnections, options.MaxConnectionsPerAddress));
        var opened = disk is null ? null : new StoreOpening(disk, logger).Open();
        var image = opened?.Image ?? new StoreImage();
        var secret = RandomNumberGenerator.GetBytes(16);
        var clock = new ServerClock(time);
        var firstId = Math.Max(SessionTable.FirstId(ServerNumber, clock.WallMs), image.LastSessionId + 1);
        var sessions = new SessionTable(firstId, secret, options.TickMs, options.MinTimeoutMs, options.MaxTimeoutMs);
        foreach (var session in image.Sessions.Values) sessions.Restore(session, clock.SteadyMs);
        var journal = opened is null ? null : new StoreJournal();
        image.Tree.Observer = journal;
        if (options.MaxTreeBytes > 0) image.Tree.BytesLimit = options.MaxTreeBytes;
        var state = new ServerState(image.Tree, sessions, clock, image.LastZxid, journal);
        Func<Action<long>, Action<Exception>, Store>? openStore = opened is null
            ? null
            : (synced, failed) => new Store(disk!, opened, journal!, new SnapshotPolicy(options.SnapshotTransactions, options.SnapshotBytes), synced, failed, logger);
        _pipeline = new RequestPipeline(state, options, openStore, time, logger);
        _ending = StopListeningWhenFailedAsync();
        _leftovers = new LeftoverScan(_pipeline, options.LeftoverInterval, time);
    }

    /// <summary>The port on 127.0.0.1; it stays the same over <see cref="SuspendAsync"/> and <see cref="ResumeAsync"/>.</summary>
    public int Port { get; private set; }

    /// <summary>What clients are told: <c>127.0.0.1:PORT</c>.</summary>
    public string ConnectString => $"127.0.0.1:{Port}";

    /// <summary>Ends when the server was stopped; fails when it had to stop by itself.</summary>
    public Task Completion => _pipeline.Completion;

    /// <summary>Starts a server; when the task is done it accepts connections.</summary>
    /// <param name="options">Null: all defaults.</param>
    /// <param name="timeProvider">The clock of sessions and of the times in Stat; null: the system's.</param>
    /// <param name="loggerFactory">Null: no logs.</param>
    /// <param name="cancellationToken">Checked before the start.</param>
    /// <exception cref="ArgumentException">A setting is out of its range; the message names it.</exception>
    /// <exception cref="System.Net.Sockets.SocketException">The port is taken.</exception>
    /// <exception cref="ZooKeeperStorageException">The data directory is damaged, in use, or cannot be written; the message names file and byte.</exception>
    public static async Task<EmbeddedZooKeeper> StartAsync(
        EmbeddedOptions? options = null, TimeProvider? timeProvider = null, ILoggerFactory? loggerFactory = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        options ??= new EmbeddedOptions();
        EmbeddedOptions.Validate(options);
        var logger = (loggerFactory ?? NullLoggerFactory.Instance).CreateLogger<EmbeddedZooKeeper>();
        return await StartAsync(options, timeProvider ?? TimeProvider.System, logger, options.DataDirectory is null ? null : new SystemDisk(options.DataDirectory));
    }

    /// <summary>Starts on a disk of the caller's; it is the server's from now on.</summary>
    internal static async Task<EmbeddedZooKeeper> StartAsync(EmbeddedOptions options, TimeProvider time, ILogger logger, IStoreDisk? disk)
    {
        EmbeddedZooKeeper server;
        try
        {
            server = await Task.Run(() => new EmbeddedZooKeeper(options, time, logger, disk));
        }
        catch (ZooKeeperStorageException)
        {
            disk?.Dispose();
            throw;
        }

        try
        {
            server.Listen(options.Port);
        }
        catch (System.Net.Sockets.SocketException)
        {
            await server.DisposeAsync();
            throw;
        }

        logger.LogInformation("Embedded ZooKeeper serves on 127.0.0.1:{Port}", server.Port);
        return server;
    }

    /// <summary>Ends a session at once as if its time-out had passed: its ephemeral znodes go, its connection is dropped. False when there is none.</summary>
    public Task<bool> ExpireSessionAsync(long sessionId) => _pipeline.RunAsync(_ => _pipeline.Expire(sessionId));

    /// <summary>Ids of the sessions that are alive, connected or not, in the order of their creation.</summary>
    public Task<IReadOnlyList<long>> GetSessionsAsync() =>
        _pipeline.RunAsync<IReadOnlyList<long>>(state => [.. state.Sessions.All.Select(s => s.Id).Order()]);

    /// <summary>Breaks the connection of one session; the session goes on. False when it has no connection.</summary>
    public Task<bool> DropConnectionAsync(long sessionId) => _pipeline.RunAsync(state =>
    {
        if (!state.ConnectionOfSession.TryGetValue(sessionId, out var connection)) return false;
        connection.Abort("the owner of the server dropped it");
        return true;
    });

    /// <summary>Breaks all connections; sessions go on and clients may come back at once. Returns how many there were.</summary>
    public int DropConnections() => _pipeline.AbortAll("the owner of the server dropped all connections");

    /// <summary>
    /// As a process that is stopped (SIGSTOP): connections stay open and new ones are accepted, but nothing is carried out or answered and no
    /// session expires. The methods of this object go on working.
    /// </summary>
    public Task FreezeAsync() => _pipeline.FreezeAsync();

    /// <summary>After <see cref="FreezeAsync"/>: what came meanwhile is carried out. Sessions that were silent for their time-out expire at the next tick.</summary>
    public Task ThawAsync() => _pipeline.ThawAsync();

    /// <summary>As a server that is down: nobody can connect and no session expires. Memory is kept.</summary>
    public async Task SuspendAsync()
    {
        await _switching.WaitAsync();
        try
        {
            await _pipeline.SetClockAsync(runs: false);
            await StopListeningAsync();
        }
        finally
        {
            _switching.Release();
        }
    }

    /// <summary>Serves again on the same port; all sessions have their whole time-out before them, as after a restart of a real server.</summary>
    public async Task ResumeAsync()
    {
        await _switching.WaitAsync();
        try
        {
            ObjectDisposedException.ThrowIf(_stopped, this);
            if (_listener is not null) return;
            await _pipeline.SetClockAsync(runs: true);
            Listen(Port);
        }
        finally
        {
            _switching.Release();
        }
    }

    /// <summary>Drops all connections, frees the port and the data directory, forgets everything that is not in there. A second call does nothing.</summary>
    public async Task StopAsync()
    {
        await _switching.WaitAsync();
        try
        {
            if (_stopped) return;
            _stopped = true;
            await StopListeningAsync();
            await _leftovers.DisposeAsync();
            await _pipeline.DisposeAsync();
            _logger.LogInformation("Embedded ZooKeeper on 127.0.0.1:{Port} stopped", Port);
        }
        finally
        {
            _switching.Release();
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync() => await StopAsync();

    private void Listen(int port)
    {
        _listener = new Listener(port, _limits, _count, _pipeline, _logger);
        Port = _listener.Port;
    }

    /// <summary>A server that has failed must not accept who it will never answer.</summary>
    private async Task StopListeningWhenFailedAsync()
    {
        await Task.WhenAny(Completion);
        if (!Completion.IsFaulted) return;
        await _switching.WaitAsync();
        try
        {
            await StopListeningAsync();
        }
        finally
        {
            _switching.Release();
        }
    }

    private async ValueTask StopListeningAsync()
    {
        if (_listener is null) return;
        await _listener.DisposeAsync();
        _listener = null;
    }
}
