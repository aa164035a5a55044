namespace ChefActors.NodeHost.Facts;

/// <summary>Where a node's facts come from.</summary>
internal interface IFactsSource
{
    /// <summary>What can be read at once; a few small files.</summary>
    Task<NodeFacts> ReadQuickAsync();

    /// <summary>What takes a while; each within its own time, after which it is not known.</summary>
    Task<SlowFacts> ReadSlowAsync(CancellationToken cancellationToken);
}
