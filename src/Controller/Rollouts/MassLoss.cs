using ChefActors.Core.Commands;

namespace ChefActors.Controller.Rollouts;

/// <summary>
/// When a large part of the fleet vanishes at once, the network or ZooKeeper is the likelier cause: a rollout holds instead of counting failures
/// (CONTRACT, section 5). The hold is bounded, so that a rollout ends even if no node ever returns (DELIVERY, I12).
/// </summary>
internal static class MassLoss
{
    /// <summary>Up to so many missing nodes are no mass loss, however few are outstanding.</summary>
    public const int NodesAtLeast = 10;

    /// <summary>The longest hold, in graces.</summary>
    public const int GracesAtMost = 10;

    /// <summary>
    /// How many of the nodes that had a host when their command was dispatched have none now, and how many there are. A node host that restarts is gone for a
    /// moment because it was asked to: of restarts only those count that should be back by now.
    /// </summary>
    public static (int Gone, int All) Count(MachineState state, DateTimeOffset now)
    {
        var pardon = state.Plan.Command.Kind == CommandKind.Restart ? state.Grace / 2 : TimeSpan.Zero;
        return (state.Outstanding.Select(state.At).Count(target => Waits.IsGone(target) && !(now - target.MissingSince < pardon)), state.Outstanding.Count);
    }

    /// <summary>Whether so many being gone at the same moment is a mass loss. A hold is left under a stricter threshold than it began: half of it.</summary>
    public static bool Is(int gone, int all, int percent, bool isHolding)
    {
        var limit = Math.Max(NodesAtLeast, ((all * percent) + 99) / 100);
        return gone > (isHolding ? limit / 2 : limit);
    }

    /// <summary>Until when a hold that begins now lasts.</summary>
    public static DateTimeOffset HoldUntil(DateTimeOffset now, TimeSpan grace) => now + (grace * GracesAtMost);
}
