using ChefActors.Controller.Planning.Plans;
using ChefActors.Controller.Rollouts;
using ChefActors.Core.Commands;
using ChefActors.Core.Nodes;
using ChefActors.Core.Results;
using ChefActors.Core.Rollouts;

namespace ChefActors.Controller.Planning;

/// <summary>Rollouts that come after another one: a retry of what was no success, a rollback of what was touched. Pure.</summary>
internal static class FollowUpPlan
{
    /// <summary>Ends a rollback's id, which is its rollout's and this.</summary>
    public const string RollbackSuffix = "-rollback";

    /// <summary>
    /// A new rollout of the same command for all targets that were no success, in their old waves, those that failed first. Waves of which nothing is
    /// left are gone; budgets are of the new sizes.
    /// </summary>
    /// <returns>The rollout, or why there is nothing to retry.</returns>
    public static (NewRollout? Rollout, string? Refusal) Retry(RolloutSnapshot old, PlanContext context)
    {
        if (!old.State.Phase.IsEnded() && old.Tally.Outstanding > 0)
            return (null, $"it is {old.State.Phase.Word()}, and {old.Tally.Outstanding} of its commands are outstanding: abort it, or wait for them");
        if (!old.State.Phase.IsEnded() && old.State.Phase != RolloutPhase.Halted) return (null, $"it is {old.State.Phase.Word()}: abort it first, or let it go on: what is still to come needs no retry");
        var left = old.Nodes.Where(n => n.Standing.Ended?.Class() != ResultClass.Success).ToList();
        if (left.Count == 0) return (null, "every target was a success: there is nothing to retry");
        var waves = old.Plan.Waves
            .Select((wave, i) => (Wave: wave, Nodes: left.Where(n => n.Wave == i).OrderBy(n => n.Standing.Ended?.Class() == ResultClass.Failure ? 0 : 1).Select(n => n.Node).ToList()))
            .Where(w => w.Nodes.Count > 0).ToList();
        var plan = old.Plan with
        {
            Id = context.RolloutId,
            Name = Named("retry of ", old.Plan),
            Cluster = context.ClusterId,
            IssuedBy = context.IssuedBy,
            IssuedAt = context.Now,
            RetryOf = old.Plan.Id,
            Waves = [.. waves.Select(w => Sized(w.Wave, w.Nodes.Count))],
            Halt = old.Plan.Halt is { } halt ? halt with { Failures = Sized(halt.Failures, left.Count), Offline = Sized(halt.Offline, left.Count) } : null,
        };
        return (new NewRollout(plan, [.. waves.Select(w => (IReadOnlyList<NodeName>)w.Nodes)], AllowOverlap: false), null);
    }

    /// <summary>
    /// A new rollout of the plan's rollback run-list for all nodes that may have run the command, the newest wave first. It has no budgets: each node that is
    /// taken back is one better.
    /// </summary>
    /// <returns>The rollout, or why it cannot be taken back.</returns>
    public static (NewRollout? Rollout, string? Refusal) Rollback(RolloutSnapshot old, PlanContext context)
    {
        if (old.Plan.Rollback is not { } rollback) return (null, "its plan has no rollback: what to run instead is not known");
        if (old.Plan.RollsBack is not null) return (null, "it is a rollback itself");
        if (old.State.RolledBackBy is { } by) return (null, $"it was rolled back already, by {by}");
        if (old.Tally.Outstanding > 0) return (null, $"{old.Tally.Outstanding} of its commands are outstanding: abort it, or wait for them");
        if (!old.State.Phase.IsEnded() && old.State.Phase is not (RolloutPhase.Halted or RolloutPhase.Paused))
            return (null, $"it is {old.State.Phase.Word()}: pause or abort it first");
        var touched = old.Nodes.Where(MayHaveRun).ToList();
        if (touched.Count == 0) return (null, "no node ran its command: there is nothing to take back");
        var waves = old.Plan.Waves.Select((wave, i) => (Wave: wave, Nodes: touched.Where(n => n.Wave == i).Select(n => n.Node).ToList()))
            .Where(w => w.Nodes.Count > 0).Reverse().ToList();
        var plan = old.Plan with
        {
            Id = old.Plan.Id + RollbackSuffix,
            Name = Named("rollback of ", old.Plan),
            Cluster = context.ClusterId,
            IssuedBy = context.IssuedBy,
            IssuedAt = context.Now,
            RollsBack = old.Plan.Id,
            RetryOf = null,
            Rollback = null,
            Halt = null,
            // What was restarted or asked is taken back by a run, too.
            Command = old.Plan.Command with
            {
                Kind = CommandKind.Converge,
                Mode = RunMode.Override,
                RunList = rollback.RunList,
                NamedRunList = null,
                Attributes = null,
                Restart = null,
                Query = null,
            },
            Waves = [.. waves.Select(w => new WavePlan(w.Wave.Name, w.Nodes.Count, Math.Min(w.Wave.Parallel, w.Nodes.Count)))],
        };
        return (new NewRollout(plan, [.. waves.Select(w => (IReadOnlyList<NodeName>)w.Nodes)], AllowOverlap: false), null);
    }

    /// <summary>Its command may have changed something there; what never started changed nothing.</summary>
    private static bool MayHaveRun(NodeSnapshot node) => node.Standing.Ended is { } state && !state.NeverRan() && node.Result?.Reason?.Code != ReasonCode.NeverStarted;

    private static WavePlan Sized(WavePlan wave, int targets) => wave with { Targets = targets, Parallel = Math.Min(wave.Parallel, targets), Failures = Sized(wave.Failures, targets) };

    /// <summary>A percentage is of the new size; a number stays.</summary>
    private static Budget? Sized(Budget? budget, int size) => budget is not null && Amount.Read(budget.Written) is { IsPercent: true } share ? share.BudgetOf(size) : budget;

    private static string Named(string prefix, RolloutPlan old)
    {
        var name = old.Name.StartsWith(prefix, StringComparison.Ordinal) ? old.Name : prefix + old.Name;
        return name.Length <= ConvergeRules.NameAtMost ? name : name[..(ConvergeRules.NameAtMost - 1)] + "…";
    }
}
