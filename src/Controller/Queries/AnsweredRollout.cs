using ChefActors.Controller.Aggregation;
using ChefActors.Core.Rollouts;
using ChefActors.Core.Znodes;
using ChefActors.ZooKeeper;

namespace ChefActors.Controller.Queries;

/// <summary>Removes a query's rollout once its answer was read, in one transaction. Anything but an ended query is left alone.</summary>
internal static class AnsweredRollout
{
    /// <summary>Removes it; what is gone already is no fault.</summary>
    public static async Task RemoveAsync(IZooKeeperClient client, string rollout, CancellationToken cancellationToken)
    {
        var plan = await RolloutReads.PlanAsync(client, rollout, cancellationToken);
        var state = await RolloutReads.StateAsync(client, rollout, cancellationToken);
        if (plan?.Value.Command.Kind != Core.Commands.CommandKind.Query || state is null || !state.Value.Phase.IsEnded()) return;
        var rows = await NamesAsync(client, ZnodeLayout.Rows(rollout), cancellationToken);
        var chunks = await NamesAsync(client, ZnodeLayout.Targets(rollout), cancellationToken);
        var hasOwner = await client.ExistsAsync(ZnodeLayout.Owner(rollout), null, cancellationToken) is not null;
        List<string> paths =
        [
            .. rows.Select(name => $"{ZnodeLayout.Rows(rollout)}/{name}"),
            .. chunks.Select(name => $"{ZnodeLayout.Targets(rollout)}/{name}"),
            ZnodeLayout.Rows(rollout), ZnodeLayout.Targets(rollout), ZnodeLayout.Control(rollout),
        ];
        if (hasOwner) paths.Add(ZnodeLayout.Owner(rollout));

        // Refused: somebody else removes it, or it has more than a query's rollout has. It stays as any other, and goes with the history.
        await client.MultiAsync(
            [.. paths.Select(path => new ZnodeOperation.Delete(path)), new ZnodeOperation.Delete(ZnodeLayout.State(rollout), state.Version), new ZnodeOperation.Delete(ZnodeLayout.Rollout(rollout))],
            cancellationToken);
    }

    private static async Task<IReadOnlyList<string>> NamesAsync(IZooKeeperClient client, string path, CancellationToken cancellationToken)
    {
        try
        {
            return (await client.GetChildrenAsync(path, null, cancellationToken)).Names;
        }
        catch (NoNodeException)
        {
            return [];
        }
    }
}
