namespace ChefActors.Controller.Rollouts;

/// <summary>Whether a node host was there when somebody looked.</summary>
internal abstract record PresenceFact
{
    private PresenceFact()
    {
    }

    /// <summary>Its <c>alive</c> is there.</summary>
    /// <param name="Journal">The journal id that it names.</param>
    /// <param name="BootId">The machine's boot id; null: it does not say.</param>
    internal sealed record Alive(string Journal, string? BootId = null) : PresenceFact;

    /// <summary>The node is known, its <c>alive</c> is not there.</summary>
    internal sealed record Gone : PresenceFact;

    /// <summary>The node has no inbox: no node host ever registered with this name.</summary>
    internal sealed record NeverRegistered : PresenceFact;
}
