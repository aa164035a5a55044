namespace ChefActors.NodeHost.ChefClient;

/// <summary>Signals that a run is stopped with; the values are Linux's.</summary>
internal enum ChefSignal
{
    /// <summary>SIGINT: chef-client ends its command, runs its handlers and ends with 2.</summary>
    Interrupt = 2,

    /// <summary>SIGKILL.</summary>
    Kill = 9,

    /// <summary>SIGSTOP: what is about to be killed starts nothing more meanwhile.</summary>
    Freeze = 19,
}
