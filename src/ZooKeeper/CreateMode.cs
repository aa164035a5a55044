namespace ChefActors.ZooKeeper;

/// <summary>Lifetime and numbering of a new znode. The values are the protocol's flags.</summary>
public enum CreateMode
{
    /// <summary>Stays until it is deleted.</summary>
    Persistent = 0,

    /// <summary>Goes with the session; has no children.</summary>
    Ephemeral = 1,

    /// <summary>As <see cref="Persistent"/>, ten digits appended to its name.</summary>
    PersistentSequential = 2,

    /// <summary>As <see cref="Ephemeral"/>, ten digits appended to its name.</summary>
    EphemeralSequential = 3,
}
