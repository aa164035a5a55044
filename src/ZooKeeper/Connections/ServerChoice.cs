namespace ChefActors.ZooKeeper.Connections;

/// <summary>Where a client goes after its list of servers changed.</summary>
internal enum ServerChoice
{
    /// <summary>It stays connected where it is.</summary>
    Stay,

    /// <summary>To one of the servers that the list did not hold before.</summary>
    New,

    /// <summary>To one of the servers that both lists hold.</summary>
    Kept,
}
