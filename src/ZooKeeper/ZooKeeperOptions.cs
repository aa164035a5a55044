using System.Net;

namespace ChefActors.ZooKeeper;

/// <summary>How sessions are opened and kept. <see cref="Validate"/> says what is wrong with it.</summary>
public sealed record ZooKeeperOptions
{
    /// <summary>Options for these servers, everything else as by default.</summary>
    public ZooKeeperOptions(ConnectionString connectionString) => ConnectionString = connectionString;

    /// <summary>Options for these servers, everything else as by default.</summary>
    /// <exception cref="FormatException">It is no connection string.</exception>
    public ZooKeeperOptions(string connectionString)
        : this(ConnectionString.Parse(connectionString))
    {
    }

    /// <summary>The servers and the chroot.</summary>
    public ConnectionString ConnectionString { get; init; }

    /// <summary>The session time-out to ask for; the server clamps it (by default to 4 to 40 s). 20 s.</summary>
    public TimeSpan SessionTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Time for one attempt at one server, name resolution and handshake included. Null: a fifth of the session time-out, doubled by each attempt that had no answer, up to the time-out divided by the number of servers.</summary>
    public TimeSpan? ConnectTimeout { get; init; }

    /// <summary>Upper end of the first random delay before a reconnect; it doubles with each round through the servers. 500 ms.</summary>
    public TimeSpan ReconnectDelay { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The delay's limit; an eighth of the session time-out limits it as well. 5 s.</summary>
    public TimeSpan ReconnectDelayLimit { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long closing waits for the server's answer before it drops the connection. 2 s.</summary>
    public TimeSpan CloseTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Largest request in bytes, as the server's <c>jute.maxbuffer</c>; a larger one fails alone. 1,048,575.</summary>
    public int RequestLimit { get; init; } = 0xfffff;

    /// <summary>Largest answer in bytes; a larger one fails with <see cref="AnswerTooLargeException"/> and ends the connection. 64 MiB.</summary>
    public int AnswerLimit { get; init; } = 64 * 1024 * 1024;

    /// <summary>Requests that may be written and not answered; more wait in the queue. 1,000: from there on servers stop reading.</summary>
    public int MaxInFlight { get; init; } = 1000;

    /// <summary>Requests that may wait to be written, while disconnected too; more fail with <see cref="QueueFullException"/>. 100,000.</summary>
    public int MaxQueued { get; init; } = 100_000;

    /// <summary>Bytes that may wait to be written; more fail with <see cref="QueueFullException"/>. 64 MiB.</summary>
    public long MaxQueuedBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>
    /// Events that wait for a slow reader of a watch that stays; one more, and all that wait give way to one <see cref="WatchEventType.Resync"/>.
    /// 1,024.
    /// </summary>
    public int WatchBuffer { get; init; } = 1024;

    /// <summary>Sent on every connection, before anything else.</summary>
    public IReadOnlyList<ZooKeeperCredential> Credentials { get; init; } = [];

    /// <summary>TLS to the servers' <c>secureClientPort</c>. Null: none, and nothing of it is loaded.</summary>
    public TlsOptions? Tls { get; init; }

    /// <summary>Where metrics and traces of the sessions go. Null: none are made.</summary>
    public ZooKeeperTelemetry? Telemetry { get; init; }

    /// <summary>The ACL of znodes that are created without one. <see cref="Acl.OpenUnsafe"/>.</summary>
    public IReadOnlyList<Acl> DefaultAcl { get; init; } = Acl.OpenUnsafe;

    /// <summary>Seed for the order of the servers and the delays. Null: another one for every session.</summary>
    public int? Seed { get; init; }

    /// <summary>Gives a name's addresses, anew at every attempt. The system's resolver; tests move addresses by it.</summary>
    internal Func<string, CancellationToken, Task<IPAddress[]>> Resolver { get; init; } = Dns.GetHostAddressesAsync;

    /// <summary>Throws for what cannot work; the message names the option, what was found and what is allowed.</summary>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public void Validate()
    {
        Check(ConnectionString is { Servers.Count: > 0 }, nameof(ConnectionString), "no server", "at least one");
        CheckTime(SessionTimeout, nameof(SessionTimeout));
        if (ConnectTimeout is { } connect) CheckTime(connect, nameof(ConnectTimeout));
        CheckTime(ReconnectDelay, nameof(ReconnectDelay));
        CheckTime(ReconnectDelayLimit, nameof(ReconnectDelayLimit));
        CheckTime(CloseTimeout, nameof(CloseTimeout));
        Check(RequestLimit >= 1024, nameof(RequestLimit), RequestLimit, "1024 or more bytes");
        Check(AnswerLimit is >= 1024 and <= 1 << 30, nameof(AnswerLimit), AnswerLimit, "1024 bytes to 1 GiB");
        Check(MaxInFlight >= 1, nameof(MaxInFlight), MaxInFlight, "1 or more");
        Check(MaxQueued >= 1, nameof(MaxQueued), MaxQueued, "1 or more");
        Check(MaxQueuedBytes >= RequestLimit, nameof(MaxQueuedBytes), MaxQueuedBytes, $"at least {nameof(RequestLimit)}");
        Check(WatchBuffer is >= 1 and <= 1 << 20, nameof(WatchBuffer), WatchBuffer, "1 to 1048576 events");
        Check(Credentials is not null, nameof(Credentials), "null", "a list");
        Check(DefaultAcl is { Count: > 0 }, nameof(DefaultAcl), "no entry", "at least one");
        CheckTls(Tls?.Mistake(), nameof(Tls));
    }

    private static void CheckTls(string? mistake, string name)
    {
        if (mistake is not null) throw new ArgumentException($"{name}: {mistake}", name);
    }

    private static void CheckTime(TimeSpan value, string name) =>
        Check(value >= TimeSpan.FromMilliseconds(1) && value <= TimeSpan.FromDays(1), name, value, "1 ms to 1 day");

    private static void Check(bool fine, string name, object found, string allowed)
    {
        if (!fine) throw new ArgumentException($"{name} is {found}; allowed: {allowed}", name);
    }
}
