using ChefActors.ZooKeeper.Embedded.Storage.Records;

namespace ChefActors.ZooKeeper.Embedded.Sessions;

/// <summary>A session that is alive. <see cref="Heard"/> may be called from any thread, the rest is the table's.</summary>
internal sealed class Session(long id, byte[] password, int timeoutMs, long nowMs)
{
    private long _heardMs = nowMs;

    public long Id { get; } = id;

    /// <summary>16 bytes that a reconnecting client must show.</summary>
    public byte[] Password { get; } = password;

    /// <summary>As negotiated.</summary>
    public int TimeoutMs { get; set; } = timeoutMs;

    /// <summary>What is kept of it in a data directory.</summary>
    public StoredSession Stored => new(Id, Password, TimeoutMs);

    /// <summary>The tick at which the buckets look at it next; an entry in any other bucket is out of date.</summary>
    public long Tick { get; set; }

    /// <summary>When the client was last heard of, by the table's clock.</summary>
    public long HeardMs => Volatile.Read(ref _heardMs);

    /// <summary>The client gave a sign of life.</summary>
    public void Heard(long nowMs) => Volatile.Write(ref _heardMs, nowMs);
}
