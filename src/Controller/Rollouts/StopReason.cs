namespace ChefActors.Controller.Rollouts;

/// <summary>Why a machine stopped.</summary>
internal enum StopReason
{
    /// <summary>The rollout has ended.</summary>
    Ended,

    /// <summary>Another controller has taken it over.</summary>
    Fenced,
}
