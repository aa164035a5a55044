namespace ChefActors.Testing;

/// <summary>Which way bytes go through a <see cref="CuttingProxy"/>.</summary>
public enum ProxyDirection
{
    /// <summary>Requests.</summary>
    ToServer,

    /// <summary>Answers and events.</summary>
    ToClient,
}
