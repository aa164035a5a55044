using ChefActors.Core.Events;

namespace ChefActors.Controller.Events;

/// <summary>Monitoring events, in and out. A lost session is thrown.</summary>
internal interface IEventFeed
{
    /// <summary>Posts one; the oldest go when there are too many. Its sequence, as ZooKeeper gave it.</summary>
    Task<string> PostAsync(MonitoringEvent e, CancellationToken cancellationToken);

    /// <summary>The latest ones, the oldest of them first, then those that come, as long as somebody reads.</summary>
    /// <param name="last">How many to begin with.</param>
    /// <param name="follow">False: it ends after those.</param>
    /// <param name="cancellationToken">Stops it.</param>
    IAsyncEnumerable<PostedEvent> TailAsync(int last, bool follow, CancellationToken cancellationToken);
}
