using ChefActors.Controller.Rollouts;
using ChefActors.Core.Commands;
using ChefActors.Core.Events;
using ChefActors.Core.Nodes;
using ChefActors.Core.Rollouts;

namespace ChefActors.Simulation.Engine;

/// <summary>Random plans: every key of a plan that the engine reads, in small sizes.</summary>
internal static class EnginePlans
{
    /// <summary>A plan, and its nodes by wave.</summary>
    public static (RolloutPlan Plan, IReadOnlyList<TargetNode> Targets) Of(Random chance)
    {
        var waves = new List<WavePlan>();
        var targets = new List<TargetNode>();
        for (var i = 0; i < chance.Next(1, 4); i++)
        {
            var nodes = chance.Next(1, 5);
            for (var n = 0; n < nodes; n++) targets.Add(new TargetNode(NodeName.Parse($"n{targets.Count}"), i));
            waves.Add(new WavePlan($"w{i}", nodes, chance.Next(1, 4))
            {
                SoakS = OneIn(chance, 3) ? chance.Next(1, 900) : 0,
                Approve = OneIn(chance, 5),
                ApproveWithinS = chance.Next(10, 5000),
                Failures = OneIn(chance, 2) ? new Budget("n", chance.Next(1, nodes + 1)) : null,
            });
        }

        var plan = new RolloutPlan
        {
            Id = "R",
            Name = "a rollout",
            Cluster = "c",
            IssuedBy = "alice@ops1",
            IssuedAt = DateTimeOffset.UnixEpoch,
            Command = new RolloutCommand { RunList = ["recipe[a]"], AcceptWithinS = chance.Next(60, 1200), RunTimeoutS = 600, LockWaitS = 60 },
            Target = "*",
            Waves = waves,
            GraceS = chance.Next(10, 200),
            Offline = (OfflinePolicy)chance.Next(3),
            Halt = OneIn(chance, 4) ? null : Rules(chance, targets.Count),
            OnHalt = (HaltAction)chance.Next(2),
            RebootVerifyS = OneIn(chance, 3) ? chance.Next(60, 1200) : null,
            Pace = OneIn(chance, 4) ? new PacePlan(chance.Next(1, 200), "chef") : null,
            Rollback = OneIn(chance, 6) ? new RollbackPlan(["recipe[b]"], OneIn(chance, 2)) : null,
        };
        return (plan.Offline == OfflinePolicy.Wait ? plan with { OfflineWaitS = chance.Next(1, 2000) } : plan, targets);
    }

    private static HaltRules Rules(Random chance, int targets) => new()
    {
        Failures = OneIn(chance, 2) ? new Budget("n", chance.Next(1, targets + 1)) : null,
        Consecutive = OneIn(chance, 4) ? chance.Next(1, 4) : null,
        Offline = OneIn(chance, 3) ? new Budget("n", chance.Next(1, targets + 1)) : null,
        Events = OneIn(chance, 5) ? new EventRule(EventSeverity.High, (EventScope)chance.Next(2)) : null,
        UpdatedTimes = OneIn(chance, 5) ? 2 : null,
    };

    private static bool OneIn(Random chance, int count) => chance.Next(count) == 0;
}
