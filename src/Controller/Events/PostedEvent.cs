using ChefActors.Core.Events;

namespace ChefActors.Controller.Events;

/// <summary>An event as it stands in ZooKeeper.</summary>
/// <param name="Sequence">Its znode's name.</param>
/// <param name="At">When it was posted, by ZooKeeper's clock.</param>
/// <param name="Event">What it says; null: it cannot be read.</param>
internal sealed record PostedEvent(string Sequence, DateTimeOffset At, MonitoringEvent? Event);
