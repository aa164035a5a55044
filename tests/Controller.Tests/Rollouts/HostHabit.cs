namespace ChefActors.Controller.Tests.Rollouts;

/// <summary>What a node of a simulated fleet is like.</summary>
internal enum HostHabit
{
    /// <summary>Claims and succeeds.</summary>
    Works,

    /// <summary>Claims and fails.</summary>
    Fails,

    /// <summary>Is there and never claims.</summary>
    Idles,

    /// <summary>Claims, and never reports.</summary>
    Hangs,

    /// <summary>Leaves as soon as its command is there.</summary>
    LeavesBeforeClaim,

    /// <summary>Claims, then leaves.</summary>
    LeavesAfterClaim,

    /// <summary>Registered once, and is not there.</summary>
    Offline,

    /// <summary>Never registered.</summary>
    Unknown,
}
