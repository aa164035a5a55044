namespace ChefActors.NodeHost.Running;

/// <summary>Where the one run that is under way stands.</summary>
internal enum RunPhase
{
    /// <summary>Found in the journal: it is being looked at.</summary>
    Recovering,

    /// <summary>A wrapper is started and held, the start journaled, the command claimed.</summary>
    Starting,

    /// <summary>It will not be started; what was prepared is taken back.</summary>
    Abandoning,

    /// <summary>Released or adopted: chef-client runs.</summary>
    Running,

    /// <summary>It is being stopped.</summary>
    Stopping,

    /// <summary>It is over; the outcome is being journaled.</summary>
    Ending,

    /// <summary>A restart: this process was asked to end, and the next one goes on.</summary>
    Leaving,
}
