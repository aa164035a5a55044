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
}
