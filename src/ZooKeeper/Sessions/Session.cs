using ChefActors.ZooKeeper.Connections;
using ChefActors.ZooKeeper.Watches;
using Microsoft.Extensions.Logging;

namespace ChefActors.ZooKeeper.Sessions;

/// <summary>What one session carries from connection to connection. The loop that runs writes it; others only read the id and the time-out.</summary>
internal sealed class Session(ZooKeeperOptions options, TimeProvider timeProvider, ILogger logger, OutageLog outages)
{
    private readonly Lock _credentialsGate = new();
    private IReadOnlyList<ZooKeeperCredential> _credentials = options.Credentials;
    private StandingWatches? _standing;

    public ZooKeeperOptions Options { get; } = options;

    public TimeProvider TimeProvider { get; } = timeProvider;

    public ILogger Logger { get; } = logger;

    public OutageLog Outages { get; } = outages;

    /// <summary>The list that is used now.</summary>
    public ConnectionString Servers { get; set; } = options.ConnectionString;

    public Chroot Chroot { get; } = new(options.ConnectionString.Chroot);

    public RequestQueue Queue { get; } = new(options.MaxQueued, options.MaxQueuedBytes, options.MaxInFlight);

    public WatchTable Watches { get; } = new();

    /// <summary>The watches that stay; null until there was one.</summary>
    public StandingWatches? Standing => Volatile.Read(ref _standing);

    /// <summary>A server before 3.9 has refused to remove a watch that stays by its own type.</summary>
    public bool RemovesByPathOnly { get; set; }

    public WatchDispatcher Dispatcher { get; } = new(logger);

    /// <summary>0 until a server has made the session.</summary>
    public long Id { get; set; }

    public byte[] Password { get; set; } = new byte[16];

    /// <summary>Asked for, later negotiated.</summary>
    public SessionTimers Timers { get; set; } = new(options.SessionTimeout);

    /// <summary>It was begun by an earlier client.</summary>
    public bool IsResumed { get; private set; }

    /// <summary>What another client resumes it by.</summary>
    public SessionTicket Ticket => new(Id, LastZxid, Password);

    /// <summary>The latest transaction that any answer showed.</summary>
    public long LastZxid { get; set; }

    /// <summary>Time stamp of the last bytes from a server.</summary>
    public long LastHeard { get; set; }

    /// <summary>All that go to every new connection.</summary>
    public IReadOnlyList<ZooKeeperCredential> Credentials
    {
        get
        {
            lock (_credentialsGate) return _credentials;
        }
    }

    public TimeSpan SinceHeard => TimeProvider.GetElapsedTime(LastHeard);

    /// <summary>The watches that stay, from the first one on.</summary>
    public StandingWatches NeedStanding() => LazyInitializer.EnsureInitialized(ref _standing, static () => new StandingWatches());

    /// <summary>Goes on where an earlier client left it. Its time-out runs from now on: it may be shorter by what has passed, which the servers know.</summary>
    public void Resume(SessionTicket ticket)
    {
        (Id, Password, LastZxid, LastHeard, IsResumed) = (ticket.SessionId, ticket.Password, ticket.LastZxid, TimeProvider.GetTimestamp(), true);
    }

    public void AddCredential(ZooKeeperCredential credential)
    {
        lock (_credentialsGate) _credentials = [.. _credentials, credential];
    }
}
