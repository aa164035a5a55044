namespace ChefActors.Controller.Rollouts;

/// <summary>Codes of the reasons for a rollout's phase.</summary>
internal static class PhaseReason
{
    /// <summary>An operator's word: paused.</summary>
    public const string Paused = "paused";

    /// <summary>An operator's word: aborted.</summary>
    public const string Abort = "abort";

    /// <summary>Its controller went away before anything was dispatched.</summary>
    public const string NotPrepared = "not_prepared";

    /// <summary>A large part of the outstanding nodes vanished at once.</summary>
    public const string MassLoss = "mass_loss";

    /// <summary>The nodes whose turn it is are offline, and are waited for.</summary>
    public const string MissingNodes = "missing_nodes";

    /// <summary>The wave is over, and soaks.</summary>
    public const string Soak = "soak";

    /// <summary>The wave is over, and an operator must approve it.</summary>
    public const string Approval = "approval";

    /// <summary>A gate has no data.</summary>
    public const string Gate = "gate";

    /// <summary>The shared budget of runs.</summary>
    public const string Pace = "pace";

    /// <summary>Nodes reboot, and must be back.</summary>
    public const string Reboot = "reboot";

    /// <summary>It was halted, and nobody spoke in time.</summary>
    public const string HaltOver = "halt_over";

    /// <summary>Another rollout took it back.</summary>
    public const string RolledBack = "rolled_back";

    /// <summary>Nodes that rebooted were not back in time.</summary>
    public const string NotBack = "not_back";
}
