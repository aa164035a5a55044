namespace ChefActors.NodeHost.Facts;

/// <summary>What Chef tells of the node. Null: not known, which is not the same as empty.</summary>
internal sealed record ChefFacts
{
    /// <summary>Nothing is known.</summary>
    internal static ChefFacts Unknown { get; } = new();

    /// <summary>Such as <c>18.11.21</c>.</summary>
    public string? ChefVersion { get; init; }

    /// <summary>Chef's own name of the node.</summary>
    public string? ChefNodeName { get; init; }

    /// <summary>The server's URL, without credentials.</summary>
    public string? ChefServer { get; init; }

    /// <summary>Run-list or Policyfile.</summary>
    public ChefMode ChefMode { get; init; }

    /// <summary>The environment.</summary>
    public string? ChefEnvironment { get; init; }

    /// <summary>The policy's name.</summary>
    public string? PolicyName { get; init; }

    /// <summary>The policy's group.</summary>
    public string? PolicyGroup { get; init; }

    /// <summary>Roles, expanded.</summary>
    public IReadOnlyList<string>? Roles { get; init; }

    /// <summary>Recipes, expanded.</summary>
    public IReadOnlyList<string>? Recipes { get; init; }

    /// <summary>Chef's tags, which are not ours.</summary>
    public IReadOnlyList<string>? ChefTags { get; init; }
}
