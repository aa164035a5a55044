using ChefActors.ZooKeeper.Wire;

namespace ChefActors.ZooKeeper;

/// <summary>What follows from a <see cref="CreateMode"/>, and which times to live go with it (EphemeralType of Apache ZooKeeper).</summary>
internal static class CreateModes
{
    /// <summary>The longest time to live, in milliseconds: 40 bits, about 34 years.</summary>
    public const long LongestTtlMs = (1L << 40) - 1;

    public static bool IsSequential(CreateMode mode) =>
        mode is CreateMode.PersistentSequential or CreateMode.EphemeralSequential or CreateMode.PersistentSequentialWithTtl;

    public static bool IsTimed(CreateMode mode) => mode is CreateMode.PersistentWithTtl or CreateMode.PersistentSequentialWithTtl;

    /// <summary>A time to live is there exactly when the mode wants one, and it is one that the protocol can say.</summary>
    public static bool Fits(CreateMode mode, TimeSpan? timeToLive) =>
        timeToLive is { } time ? IsTimed(mode) && time >= TimeSpan.FromMilliseconds(1) && time <= TimeSpan.FromMilliseconds(LongestTtlMs) : !IsTimed(mode);

    /// <exception cref="ArgumentOutOfRangeException">It is no mode, or the time to live does not go with it.</exception>
    public static void Validate(CreateMode mode, TimeSpan? timeToLive)
    {
        if (mode is < CreateMode.Persistent or > CreateMode.PersistentSequentialWithTtl) throw new ArgumentOutOfRangeException(nameof(mode), mode, "no mode of this client");
        if (Fits(mode, timeToLive)) return;
        var allowed = IsTimed(mode) ? $"{mode} needs a time to live from 1 ms to {LongestTtlMs} ms" : $"{mode} has no time to live";
        throw new ArgumentOutOfRangeException(nameof(timeToLive), timeToLive, allowed);
    }

    /// <summary>The request that makes such a znode and answers with its Stat.</summary>
    public static int OpCodeOf(CreateMode mode) => mode == CreateMode.Container ? OpCode.CreateContainer : IsTimed(mode) ? OpCode.CreateTtl : OpCode.Create2;

    /// <summary>A time to live from the wire; what no TimeSpan can hold becomes one that does not fit.</summary>
    public static TimeSpan FromWire(long ttlMs) => ttlMs is > 0 and <= LongestTtlMs ? TimeSpan.FromMilliseconds(ttlMs) : TimeSpan.Zero;
}
