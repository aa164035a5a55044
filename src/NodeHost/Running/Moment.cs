namespace ChefActors.NodeHost.Running;

/// <summary>Now, passed in: time since boot, suspend counted (CLOCK_BOOTTIME), decides; the node's clock is for people.</summary>
/// <param name="Boot">Since boot.</param>
/// <param name="Utc">By the node's clock.</param>
internal readonly record struct Moment(TimeSpan Boot, DateTimeOffset Utc);
