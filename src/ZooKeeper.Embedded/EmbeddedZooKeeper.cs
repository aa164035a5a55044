using System.Security.Cryptography;
using ChefActors.ZooKeeper.Embedded.Network;
using ChefActors.ZooKeeper.Embedded.Requests;
using ChefActors.ZooKeeper.Embedded.Sessions;
using ChefActors.ZooKeeper.Embedded.Tree;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChefActors.ZooKeeper.Embedded;

/// <summary>
/// A ZooKeeper server of one inside this process, on 127.0.0.1, speaking the protocol of 3.9. Everything is kept in memory and is gone when
/// it stops. For tests, demonstrations and trying things out: a fleet that matters needs Apache's ensemble.
/// </summary>
public sealed class EmbeddedZooKeeper : IAsyncDisposable
{
    private const byte ServerNumber = 1;

    private readonly EmbeddedOptions _options;
    private readonly RequestPipeline _pipeline;
    private readonly LeftoverScan _leftovers;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _switching = new(1);
    private Listener? _listener;
    private bool _stopped;

    private EmbeddedZooKeeper(EmbeddedOptions options, TimeProvider time, ILogger logger)
    {
        (_options, _logger) = (options, logger);
        var secret = RandomNumberGenerator.GetBytes(16);
        var clock = new ServerClock(time);
        var sessions = new SessionTable(SessionTable.FirstId(ServerNumber, clock.WallMs), secret, options.TickMs, options.MinTimeoutMs, options.MaxTimeoutMs);
        _pipeline = new RequestPipeline(new ServerState(new ZnodeTree(), sessions, clock), options.Faults, options.TickTime, time, logger);
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
    public static async Task<EmbeddedZooKeeper> StartAsync(
        EmbeddedOptions? options = null, TimeProvider? timeProvider = null, ILoggerFactory? loggerFactory = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        options ??= new EmbeddedOptions();
        EmbeddedOptions.Validate(options);
        var logger = (loggerFactory ?? NullLoggerFactory.Instance).CreateLogger<EmbeddedZooKeeper>();
        var server = new EmbeddedZooKeeper(options, timeProvider ?? TimeProvider.System, logger);
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

    /// <summary>Drops all connections, forgets everything, frees the port. A second call does nothing.</summary>
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
        _listener = new Listener(port, _options.RequestFrameLimit, _pipeline, _logger);
        Port = _listener.Port;
    }

    private async ValueTask StopListeningAsync()
    {
        if (_listener is null) return;
        await _listener.DisposeAsync();
        _listener = null;
    }
}
