namespace ChefActors.NodeHost.ChefClient.Stopping;

/// <summary>By what runs are stopped here, and why by that.</summary>
/// <param name="Kind">The means.</param>
/// <param name="Why">The cgroup that leaves are made below, or why no cgroup is used and what would change that.</param>
internal sealed record StopMeans(StopMeansKind Kind, string Why)
{
    /// <summary>One line for a log or a check.</summary>
    internal string Line => Kind switch
    {
        StopMeansKind.Cgroup => $"a forced stop ends everything that a run started, by a cgroup of its own below {Why}",
        StopMeansKind.Subreaper => $"a forced stop ends everything that a run started, as its orphans come to the node host; after a restart of it those that bear the run's environment. No cgroup: {Why}",
        _ => $"a forced stop ends what a run started and what bears its environment. No cgroup: {Why}",
    };
}
