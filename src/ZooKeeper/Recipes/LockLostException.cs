namespace ChefActors.ZooKeeper.Recipes;

/// <summary>A place in a lock's queue is gone though its session lives.</summary>
public sealed class LockLostException : Exception
{
    /// <summary>What is lost and why.</summary>
    public LockLostException(string path, string reason)
        : base($"the lock {path}: {reason}") => Path = path;

    /// <summary>The lock's znode.</summary>
    public string Path { get; }
}
