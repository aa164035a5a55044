using ChefActors.ZooKeeper;

namespace ChefActors.NodeHost.Presence;

/// <summary>What the session actor says to the node host, and the node host to all who need a session.</summary>
internal static class SessionProtocol
{
    /// <summary>A session is there: results may be sent.</summary>
    internal sealed record SessionOpened(IZooKeeperClient Client);

    /// <summary>The session has its <c>alive</c>: commands may be claimed.</summary>
    internal sealed record Registered(IZooKeeperClient Client, string ClusterId);

    /// <summary>A server answers again after a while of silence: whoever watches reads again.</summary>
    internal sealed record Reconnected(IZooKeeperClient Client);

    /// <summary>The session is over.</summary>
    internal sealed record SessionLost;

    /// <summary>End the session so that <c>alive</c> goes at once; answered by <see cref="Closed"/>.</summary>
    internal sealed record Close;

    /// <summary>The session has ended.</summary>
    internal sealed record Closed;
}
