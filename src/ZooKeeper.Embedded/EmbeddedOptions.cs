namespace ChefActors.ZooKeeper.Embedded;

/// <summary>Settings of an embedded server. The defaults are those of Apache's server.</summary>
public sealed record EmbeddedOptions
{
    /// <summary>Port on 127.0.0.1; 0 lets the system choose.</summary>
    public int Port { get; init; }

    /// <summary>Sessions expire at multiples of this. 1 ms to 1 min.</summary>
    public TimeSpan TickTime { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Smallest session time-out that is granted; null is two ticks.</summary>
    public TimeSpan? MinSessionTimeout { get; init; }

    /// <summary>Largest session time-out that is granted; null is twenty ticks.</summary>
    public TimeSpan? MaxSessionTimeout { get; init; }

    /// <summary>Largest request in bytes (jute.maxbuffer); a connection that sends a larger one is closed without an answer. At least 1,024.</summary>
    public int RequestFrameLimit { get; init; } = 1_048_575;

    /// <summary>
    /// How often containers and znodes with a time to live are looked at (<c>znode.container.checkIntervalMs</c>): they go at the first look after they
    /// are due. 1 ms to 1 day.
    /// </summary>
    public TimeSpan LeftoverInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// A directory that keeps everything, made when it is missing; null: memory alone. What was acknowledged is in it, synced. One server at a
    /// time uses it.
    /// </summary>
    public string? DataDirectory { get; init; }

    /// <summary>A snapshot is written after so many transactions, and the logs that it makes superfluous go in time. At least 1.</summary>
    public int SnapshotTransactions { get; init; } = 100_000;

    /// <summary>A snapshot is written after so many bytes of log at the latest, unless the last one is more than twice as large. 64 KiB to 1 GiB.</summary>
    public long SnapshotBytes { get; init; } = 64 << 20;

    /// <summary>Connections at once; further ones are closed as they come (maxCnxns). 0 and more; 0: no limit.</summary>
    public int MaxConnections { get; init; }

    /// <summary>
    /// Connections at once from one address; further ones are closed as they come (maxClientCnxns). 0 and more; 0: no limit, as all clients come
    /// from the loopback address, where Apache's 60 would be a limit of all.
    /// </summary>
    public int MaxConnectionsPerAddress { get; init; }

    /// <summary>Requests of one connection that may wait before it is not read further. 1 and more.</summary>
    public int MaxOutstandingPerConnection { get; init; } = 1000;

    /// <summary>Requests of all connections that may wait before a connection with a waiting one is not read further (globalOutstandingLimit). 1 and more.</summary>
    public int MaxOutstanding { get; init; } = 10_000;

    /// <summary>The same in bytes. At least 64 KiB.</summary>
    public long MaxOutstandingBytes { get; init; } = 64 << 20;

    /// <summary>
    /// Bytes of answers and watch events that may wait for a client that does not read; more end its connection, and from a sixteenth on none of
    /// its requests is taken. A single answer may be as large as all names of a znode's children. At least 64 KiB.
    /// </summary>
    public long MaxUnreadBytes { get; init; } = 64 << 20;

    /// <summary>
    /// Bytes of data and letters of paths of all znodes together. What would add to more is refused with <see cref="ErrorCode.QuotaExceeded"/>, in a transaction as a
    /// whole; deleting and making smaller always works, and a data directory with more in it is opened all the same. In memory a znode takes some hundred bytes
    /// besides. 0 and more; 0: no limit.
    /// </summary>
    public long MaxTreeBytes { get; init; }

    /// <summary>What goes wrong at requests, for tests of clients; null: nothing.</summary>
    public IRequestFaults? Faults { get; init; }

    internal int TickMs => (int)TickTime.TotalMilliseconds;

    internal int MinTimeoutMs => MinSessionTimeout is { } min ? (int)min.TotalMilliseconds : 2 * TickMs;

    internal int MaxTimeoutMs => MaxSessionTimeout is { } max ? (int)max.TotalMilliseconds : 20 * TickMs;

    /// <exception cref="ArgumentException">A setting is out of its range; the message names it.</exception>
    internal static void Validate(EmbeddedOptions options)
    {
        if (options.Port is < 0 or > 65535) throw new ArgumentException($"{nameof(Port)} is {options.Port}, allowed are 0 to 65535", nameof(options));
        if (options.TickTime < TimeSpan.FromMilliseconds(1) || options.TickTime > TimeSpan.FromMinutes(1))
        {
            throw new ArgumentException($"{nameof(TickTime)} is {options.TickTime}, allowed are 1 ms to 1 min", nameof(options));
        }

        if (options.MinTimeoutMs < 1 || options.MaxTimeoutMs < options.MinTimeoutMs)
        {
            throw new ArgumentException($"session time-outs are granted from {options.MinTimeoutMs} to {options.MaxTimeoutMs} ms, which is no range above 0", nameof(options));
        }

        if (options.LeftoverInterval < TimeSpan.FromMilliseconds(1) || options.LeftoverInterval > TimeSpan.FromDays(1))
        {
            throw new ArgumentException($"{nameof(LeftoverInterval)} is {options.LeftoverInterval}, allowed are 1 ms to 1 day", nameof(options));
        }

        ValidateLimits(options);
        if (options.SnapshotTransactions < 1) throw new ArgumentException($"{nameof(SnapshotTransactions)} is {options.SnapshotTransactions}, allowed are 1 and more", nameof(options));
        if (options.SnapshotBytes is < 64 << 10 or > 1 << 30) throw new ArgumentException($"{nameof(SnapshotBytes)} is {options.SnapshotBytes}, allowed are {64 << 10} to {1 << 30}", nameof(options));
        if (options.DataDirectory is { Length: 0 }) throw new ArgumentException($"{nameof(DataDirectory)} is empty, allowed are a path, or null for a server in memory", nameof(options));
        if (options.RequestFrameLimit < 1024) throw new ArgumentException($"{nameof(RequestFrameLimit)} is {options.RequestFrameLimit}, allowed are 1024 and more", nameof(options));
    }

    private static void ValidateLimits(EmbeddedOptions options)
    {
        AtLeast(nameof(MaxConnections), options.MaxConnections, 0);
        AtLeast(nameof(MaxConnectionsPerAddress), options.MaxConnectionsPerAddress, 0);
        AtLeast(nameof(MaxOutstandingPerConnection), options.MaxOutstandingPerConnection, 1);
        AtLeast(nameof(MaxOutstanding), options.MaxOutstanding, 1);
        AtLeast(nameof(MaxOutstandingBytes), options.MaxOutstandingBytes, 64 << 10);
        AtLeast(nameof(MaxTreeBytes), options.MaxTreeBytes, 0);
        AtLeast(nameof(MaxUnreadBytes), options.MaxUnreadBytes, 64 << 10);

        void AtLeast(string name, long value, long smallest)
        {
            if (value < smallest) throw new ArgumentException($"{name} is {value}, allowed are {smallest} and more", nameof(options));
        }
    }
}
