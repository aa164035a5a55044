using System.Net;
using ChefActors.ZooKeeper;

namespace ChefActors.Core.Configuration;

/// <summary>CONTRACT, section 2: without credentials a ZooKeeper that is not on loopback is refused unless <c>security.open = true</c>.</summary>
public static class Loopback
{
    /// <summary>Why these servers are refused; null: they are not.</summary>
    public static string? Objection(ConnectionString zooKeeper, bool hasCredentials, bool isOpen)
    {
        ArgumentNullException.ThrowIfNull(zooKeeper);
        if (hasCredentials || isOpen || zooKeeper.Servers.FirstOrDefault(server => !IsLoopback(server.Host)) is not { Host: not null } stranger) return null;
        return $"chefactors.zookeeper.connect: found {stranger}, which is not on loopback, and no credentials; whoever reaches it could push. "
            + "Allowed: set chefactors.security.credentials (CHEFACTORS_ZOOKEEPER_AUTH=user:password), or chefactors.security.open = true (CHEFACTORS_OPEN=true) to take it all the same";
    }

    /// <summary>Whether all servers are on this machine.</summary>
    public static bool IsAll(ConnectionString zooKeeper)
    {
        ArgumentNullException.ThrowIfNull(zooKeeper);
        return zooKeeper.Servers.All(server => IsLoopback(server.Host));
    }

    private static bool IsLoopback(string host) =>
        string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}
