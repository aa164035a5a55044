namespace ChefActors.NodeHost.ChefClient.Stopping;

/// <summary>By what a forced stop finds everything that a run started.</summary>
internal enum StopMeansKind
{
    /// <summary>A cgroup for each run: all of them, whatever they did, and after a restart of the node host too.</summary>
    Cgroup,

    /// <summary>The node host is the reaper of its runs' orphans (PR_SET_CHILD_SUBREAPER): all of them until it restarts.</summary>
    Subreaper,

    /// <summary>Parents, sessions and environment alone: all but those that cleared their environment and lost their parent.</summary>
    Marker,
}
