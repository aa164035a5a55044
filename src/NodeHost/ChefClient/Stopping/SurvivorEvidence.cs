namespace ChefActors.NodeHost.ChefClient.Stopping;

/// <summary>Why a process is taken for one that the run started.</summary>
internal enum SurvivorEvidence
{
    /// <summary>The wrapper's group or session.</summary>
    Group,

    /// <summary>It is in the run's cgroup.</summary>
    Cgroup,

    /// <summary>Its parent is one of the run.</summary>
    Descent,

    /// <summary>Its session is one of the run's.</summary>
    Session,

    /// <summary>An orphan that this node host inherited as the reaper of its own runs' orphans.</summary>
    Orphan,

    /// <summary>An orphan with the run's marker in its environment.</summary>
    Marker,
}
