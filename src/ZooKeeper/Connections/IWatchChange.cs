using ChefActors.ZooKeeper.Sessions;

namespace ChefActors.ZooKeeper.Connections;

/// <summary>A request that changes the server's watches and brings no value.</summary>
internal interface IWatchChange
{
    /// <summary>The server has carried it out; called in the order of the replies and events.</summary>
    void TookEffect(Session session);
}
