namespace ChefActors.ZooKeeper.Connections;

/// <summary>Where a request is.</summary>
internal enum RequestPhase
{
    /// <summary>Made, not handed over.</summary>
    New,

    /// <summary>Waits to be written: it certainly did not happen.</summary>
    Queued,

    /// <summary>Written, perhaps in part.</summary>
    InFlight,

    /// <summary>Answered, failed or given up.</summary>
    Done,
}
