using ChefActors.ZooKeeper.Sessions;
using ChefActors.ZooKeeper.Watches;
using ChefActors.ZooKeeper.Wire;

namespace ChefActors.ZooKeeper.Connections;

/// <summary>addWatch.</summary>
internal sealed class AddWatchRequest(StandingWatch watch, Chroot chroot)
    : PendingRequest<bool>(OpCode.AddWatch, watch.Path, ReplyParsers.Nothing, chroot), IWatchChange
{
    /// <inheritdoc />
    public void TookEffect(Session session) => session.Standing?.Arm(watch);
}
