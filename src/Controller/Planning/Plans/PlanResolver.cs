using ChefActors.Controller.Rollouts;
using ChefActors.Core.Nodes;
using ChefActors.Core.Rollouts;
using ChefActors.Core.Targets;

namespace ChefActors.Controller.Planning.Plans;

/// <summary>A plan and a fleet to a rollout with absolute numbers, or why not. Pure: the same plan, fleet and context give the same rollout.</summary>
internal static class PlanResolver
{
    /// <summary>Resolves it.</summary>
    public static PlanResolution Resolve(PlanDocument plan, PlanFleet fleet, PlanContext context, PlanWish wish)
    {
        var resolution = new TargetMatcher(plan.Target).Resolve(fleet.Nodes);
        if (resolution.Refusal is { } refusal)
            return new PlanResolution.Invalid(new PlanFault(plan.TargetAt, "target", refusal, "a target that means at least one node"), resolution.Undecided);

        var names = (wish.Limit?.Take(resolution.Targeted, wish.Seed) ?? resolution.Targeted).ToHashSet(StringComparer.Ordinal);
        IReadOnlyList<TargetSubject> targets = [.. fleet.Nodes.Where(node => names.Contains(node.Name))];
        var cut = WaveCut.Of(plan.Waves, targets.Count);
        if (cut.Reached < targets.Count)
        {
            return new PlanResolution.Invalid(
                new PlanFault(plan.Waves[^1].At, $"waves[{plan.Waves.Count - 1}].nodes", $"waves that reach {cut.Reached} of {targets.Count} targets", "a last wave that reaches all of them, such as nodes: rest"),
                resolution.Undecided);
        }

        var rollout = new NewRollout(RolloutOf(plan, cut, targets.Count, context), Cut(WaveArranging.Arrange(plan.Order, targets), cut), wish.AllowOverlap);
        return new PlanResolution.Ready(
            rollout, resolution.Undecided, resolution.Targeted.Count, PlanWarnings.Of(plan, fleet, targets, resolution.Undecided, cut), PlanWarnings.Refusing(plan.Command, targets));
    }

    private static RolloutPlan RolloutOf(PlanDocument plan, WaveCut cut, int targets, PlanContext context) => new()
    {
        Id = context.RolloutId,
        Name = plan.Name ?? ConvergeRules.DefaultName(plan.Command),
        Cluster = context.ClusterId,
        IssuedBy = context.IssuedBy,
        IssuedAt = context.Now,
        Command = plan.Command,
        Target = plan.TargetText,
        Waves = [.. cut.Taken.Select(taken => WaveOf(plan, taken.Wave, taken.Nodes))],
        GraceS = plan.GraceS,
        Offline = plan.Offline,
        OfflineWaitS = plan.OfflineWaitS,
        Halt = plan.Halt.RulesFor(targets),
        OnHalt = plan.OnHalt,
        RebootVerifyS = plan.RebootVerifyS,
        Pace = plan.Pace,
        Rollback = plan.Rollback,
        Notify = plan.Notify,
        PlanHash = plan.Hash,
    };

    private static WavePlan WaveOf(PlanDocument plan, PlannedWave wave, int nodes) => new(wave.Name, nodes, Math.Min(wave.Parallel.Of(nodes), nodes))
    {
        SoakS = wave.SoakS,
        Approve = wave.Approve,
        ApproveWithinS = wave.ApproveWithinS,
        Failures = plan.Halt.WaveFailures?.BudgetOf(nodes),
    };

    private static List<IReadOnlyList<NodeName>> Cut(IReadOnlyList<string> arranged, WaveCut cut)
    {
        var (waves, taken) = (new List<IReadOnlyList<NodeName>>(), 0);
        foreach (var (_, nodes) in cut.Taken)
        {
            waves.Add([.. arranged.Skip(taken).Take(nodes).Select(NodeName.Parse)]);
            taken += nodes;
        }

        return waves;
    }
}
