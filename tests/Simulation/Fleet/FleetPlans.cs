using ChefActors.Core.Nodes;
using ChefActors.Core.Rollouts;
using ChefActors.Simulation.Model;
using ChefActors.Testing.Rollouts;

namespace ChefActors.Simulation.Fleet;

/// <summary>Random plans of two to six nodes whose waits are minutes: hours of looks in vain are no news.</summary>
internal static class FleetPlans
{
    internal static (RolloutPlan Plan, IReadOnlyList<IReadOnlyList<NodeName>> Waves) Of(Random chance)
    {
        while (true)
        {
            var (plan, waves) = RandomPlans.Of(chance, FleetSchedule.Id, n => NodeName.Parse($"web-{n + 1}"));
            if (waves.Sum(wave => wave.Count) is < 2 or > 6) continue;
            return (Short(plan), waves);
        }
    }

    private static RolloutPlan Short(RolloutPlan plan) => plan with
    {
        Cluster = World.Cluster,
        Command = plan.Command with { AcceptWithinS = 30 + (plan.Command.AcceptWithinS / 5), RunTimeoutS = 120, LockWaitS = 20 },
        Waves = [.. plan.Waves.Select(wave => wave with { SoakS = wave.SoakS / 10, ApproveWithinS = wave.ApproveWithinS / 20 })],
        GraceS = 5 + (plan.GraceS / 5),
        OfflineWaitS = (plan.OfflineWaitS + 9) / 10,
        RebootVerifyS = plan.RebootVerifyS / 5,
        Pace = plan.Pace is { } pace ? pace with { RunsPerMinute = Math.Max(6, pace.RunsPerMinute) } : null,
    };
}
