using ChefActors.ZooKeeper.Sessions;
using ChefActors.ZooKeeper.Watches;
using ChefActors.ZooKeeper.Wire;

namespace ChefActors.ZooKeeper.Connections;

/// <summary>removeWatches.</summary>
internal sealed class RemoveWatchesRequest(WatchType type, string path, string serverPath, Chroot chroot)
    : PendingRequest<bool>(OpCode.RemoveWatches, path, ReplyParsers.Nothing, chroot), IWatchChange
{
    /// <summary>
    /// Watches that were set between the decision and the server's turn have gone too, and so have those that relied on a watch that stayed:
    /// who waits for them reads again.
    /// </summary>
    public void TookEffect(Session session)
    {
        var late = session.Watches.Remove(WatchTypes.KindsOf(type > WatchType.Any ? WatchType.Any : type), serverPath, handler: null);
        session.Dispatcher.Post(late, new WatchEvent(WatchEventType.Resync, SessionState.Connected, Path!));
    }
}
