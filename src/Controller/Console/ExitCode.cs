namespace ChefActors.Controller.Console;

/// <summary>How the program ends (CONTRACT, section 6). The only place that says so.</summary>
internal enum ExitCode
{
    /// <summary>Every target a success; verbs that only read: they answered.</summary>
    Success = 0,

    /// <summary>Something failed, or the rollout was halted, aborted or rolled back.</summary>
    Failed = 1,

    /// <summary>Usage, a setting, a plan or a target that does not hold.</summary>
    Usage = 2,

    /// <summary>ZooKeeper cannot be reached.</summary>
    Unreachable = 3,

    /// <summary>Not allowed, not confirmed, or overlapping another rollout.</summary>
    Refused = 4,

    /// <summary>Left unfinished.</summary>
    Unfinished = 5,

    /// <summary>Nothing failed, but not all were reached.</summary>
    Offline = 6,

    /// <summary>Ctrl-C; the rollout stays.</summary>
    Interrupted = 130,

    /// <summary>SIGTERM; the rollout stays.</summary>
    Terminated = 143,
}
