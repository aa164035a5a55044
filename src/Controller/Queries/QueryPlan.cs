using ChefActors.Controller.Planning;
using ChefActors.Controller.Rollouts;
using ChefActors.Core.Commands;
using ChefActors.Core.Nodes;
using ChefActors.Core.Queries;
using ChefActors.Core.Rollouts;

namespace ChefActors.Controller.Queries;

/// <summary>A question to one node as a rollout: one wave of one node, like any other but for its kind. Pure.</summary>
internal static class QueryPlan
{
    /// <summary>In which a node host that is there must answer: it waits for no run.</summary>
    private const int AcceptWithinS = 60;

    /// <summary>How long a node that goes away is waited for.</summary>
    private const int GraceS = 20;

    /// <summary>The rollout.</summary>
    public static NewRollout Of(NodeName node, Query query, string name, PlanContext context)
    {
        var plan = new RolloutPlan
        {
            Id = context.RolloutId,
            Name = name,
            Cluster = context.ClusterId,
            IssuedBy = context.IssuedBy,
            IssuedAt = context.Now,
            Command = new RolloutCommand { Kind = CommandKind.Query, Query = query.ToJson(), AcceptWithinS = AcceptWithinS },
            Target = node.Value,
            Waves = [new WavePlan(PushPlan.WaveName, 1, 1)],
            GraceS = GraceS,
        };

        // Queries overlap with nothing; the word spares the look.
        return new NewRollout(plan, [[node]], AllowOverlap: true);
    }
}
