namespace ChefActors.Core.Following;

/// <summary>How a lease stands.</summary>
public enum LeaseStanding
{
    /// <summary>Nobody follows.</summary>
    None,

    /// <summary>Somebody follows: output is written.</summary>
    Fresh,

    /// <summary>Nobody follows any more: lease and ring are removed.</summary>
    Stale,
}
