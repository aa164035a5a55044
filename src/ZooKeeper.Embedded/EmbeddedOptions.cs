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

    /// <summary>Asked before and after every request of a session whether the connection breaks there; null breaks none.</summary>
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

        if (options.RequestFrameLimit < 1024) throw new ArgumentException($"{nameof(RequestFrameLimit)} is {options.RequestFrameLimit}, allowed are 1024 and more", nameof(options));
    }
}
