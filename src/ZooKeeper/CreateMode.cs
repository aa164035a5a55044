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

    /// <summary>
    /// As <see cref="Persistent"/>; the server removes it some time after its last child has gone (servers since 3.5, by a scan every minute).
    /// One that never had a child stays.
    /// </summary>
    Container = 4,

    /// <summary>
    /// As <see cref="Persistent"/>; the server removes it when it has no children and its data was not set for its time to live (servers since
    /// 3.5.3 that run with <c>zookeeper.extendedTypesEnabled</c>, by a scan every minute).
    /// </summary>
    PersistentWithTtl = 5,

    /// <summary>As <see cref="PersistentWithTtl"/>, ten digits appended to its name.</summary>
    PersistentSequentialWithTtl = 6,
}
