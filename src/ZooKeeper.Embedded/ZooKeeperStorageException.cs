namespace ChefActors.ZooKeeper.Embedded;

/// <summary>
/// The data directory cannot be used, or can no longer be written. The message says which file, where in it, what was found, and what to do.
/// Nothing was changed by whoever found it.
/// </summary>
public sealed class ZooKeeperStorageException : Exception
{
    internal ZooKeeperStorageException(string message, string? file = null, long? offset = null, Exception? inner = null)
        : base(message, inner) => (File, Offset) = (file, offset);

    /// <summary>The file, or the directory; null when none can be named.</summary>
    public string? File { get; }

    /// <summary>The byte in the file at which the trouble begins; null when there is no such place.</summary>
    public long? Offset { get; }
}
