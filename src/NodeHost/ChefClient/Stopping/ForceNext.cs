namespace ChefActors.NodeHost.ChefClient.Stopping;

/// <summary>What follows a round of a forced stop.</summary>
internal enum ForceNext
{
    /// <summary>The next look, at once.</summary>
    AtOnce,

    /// <summary>The next look, after <see cref="ForcePlan.Pause"/>.</summary>
    AfterPause,

    /// <summary>Nobody is left.</summary>
    Done,

    /// <summary>Somebody lives on: it is said so.</summary>
    GivenUp,
}
