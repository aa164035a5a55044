namespace ChefActors.NodeHost.Facts;

/// <summary>What the facts actor tells.</summary>
internal static class FactsProtocol
{
    /// <summary>The fact <c>chef_mode</c>, which decides on named run-lists.</summary>
    internal sealed record ChefModeLearned(ChefMode Mode);
}
