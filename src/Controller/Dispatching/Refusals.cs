using ChefActors.Controller.Rollouts;
using ChefActors.Core.Znodes;
using ChefActors.ZooKeeper;

namespace ChefActors.Controller.Dispatching;

/// <summary>What refused operations mean in every transaction of an owner.</summary>
internal static class Refusals
{
    /// <summary>The check of the fence failed: another version, or the rollout was removed.</summary>
    public static WriteAnswer OfState(TransactionResult result, string rollout) =>
        result.Error is ErrorCode.BadVersion or ErrorCode.NoNode ? new WriteAnswer.Fenced() : throw Unexpected(result, ZnodeLayout.State(rollout));

    /// <summary>An error that no rule of the protocol explains, such as missing rights.</summary>
    public static ZooKeeperException Unexpected(TransactionResult result, string path) => ZooKeeperException.For(result.Error, "multi", path);
}
