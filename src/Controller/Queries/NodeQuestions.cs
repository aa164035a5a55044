using ChefActors.Controller.Planning;
using ChefActors.Controller.Rollouts;
using ChefActors.Core.Nodes;
using ChefActors.Core.Queries;
using ChefActors.Core.Results;

namespace ChefActors.Controller.Queries;

/// <summary>Asks one node, each question a rollout that is driven here to its end.</summary>
/// <param name="driver">What drives.</param>
/// <param name="node">The node.</param>
/// <param name="name">What the rollouts are called, for people.</param>
/// <param name="next">Id, cluster, who and when of the next rollout.</param>
internal sealed class NodeQuestions(IRolloutDriver driver, NodeName node, string name, Func<PlanContext> next)
{
    /// <summary>The node that is asked.</summary>
    public NodeName Node => node;

    /// <summary>Asks and waits for the result.</summary>
    /// <returns>The rollout's id and the node's result; null: it was not started, or its end was not seen.</returns>
    public async Task<(string Rollout, CommandResult? Result)> AskAsync(Query query, CancellationToken cancellationToken)
    {
        var rollout = QueryPlan.Of(node, query, name, next());
        if (await driver.StartAsync(rollout, cancellationToken) is not StartAnswer.Driving) return (rollout.Plan.Id, null);
        CommandResult? result = null;
        await foreach (var look in driver.WatchAsync(rollout.Plan.Id, cancellationToken))
        {
            result = look.Nodes.FirstOrDefault(n => n.Node == node)?.Result;
        }

        return (rollout.Plan.Id, result);
    }
}
