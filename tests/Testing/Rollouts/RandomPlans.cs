using ChefActors.Core.Commands;
using ChefActors.Core.Events;
using ChefActors.Core.Nodes;
using ChefActors.Core.Rollouts;

namespace ChefActors.Testing.Rollouts;

/// <summary>Random plans: every key of a plan that the engine reads, in small sizes.</summary>
public static class RandomPlans
{
    /// <summary>A plan of up to three waves of up to four nodes, and the nodes by wave.</summary>
    /// <param name="chance">What decides.</param>
    /// <param name="id">The rollout's id.</param>
    /// <param name="name">The name of the n-th node, from 0.</param>
    public static (RolloutPlan Plan, IReadOnlyList<IReadOnlyList<NodeName>> Waves) Of(Random chance, string id, Func<int, NodeName> name)
    {
        ArgumentNullException.ThrowIfNull(chance);
        ArgumentNullException.ThrowIfNull(name);
        var waves = new List<WavePlan>();
        var targets = new List<IReadOnlyList<NodeName>>();
        var made = 0;
        for (var i = 0; i < chance.Next(1, 4); i++)
        {
            var nodes = chance.Next(1, 5);
            targets.Add([.. Enumerable.Range(made, nodes).Select(name)]);
            made += nodes;
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
            Id = id,
            Name = "a rollout",
            Cluster = "c",
            IssuedBy = "alice@ops1",
            IssuedAt = DateTimeOffset.UnixEpoch,
            Command = new RolloutCommand { RunList = ["recipe[a]"], AcceptWithinS = chance.Next(60, 1200), RunTimeoutS = 600, LockWaitS = 60 },
            Target = "*",
            Waves = waves,
            GraceS = chance.Next(10, 200),
            Offline = (OfflinePolicy)chance.Next(3),
            Halt = OneIn(chance, 4) ? null : Rules(chance, made),
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
