namespace ChefActors.ZooKeeper.Embedded.Storage.Disk;

/// <summary>An open file of a store. One thread at a time.</summary>
internal interface IStoreFile : IDisposable
{
    /// <summary>Bytes, room without records included.</summary>
    long Length { get; }

    /// <summary>Fills the whole span.</summary>
    /// <exception cref="IOException">The file ends before, or the system refused.</exception>
    void Read(Span<byte> to, long offset);

    /// <summary>Writes all of it.</summary>
    /// <exception cref="IOException">The system refused; part of it may have been written.</exception>
    void Write(ReadOnlySpan<byte> bytes, long offset);

    /// <summary>Cuts or extends it.</summary>
    /// <exception cref="IOException">The system refused.</exception>
    void SetLength(long length);

    /// <summary>When this returns all bytes and the length survive a crash of the machine.</summary>
    /// <exception cref="IOException">The system refused. Nothing is known then of what was written since the last sync, and a second call may wrongly succeed.</exception>
    void Sync();
}
