using ChefActors.Core.Commands;
using ChefActors.Core.Configuration;
using ChefActors.Core.Results;
using ChefActors.Core.Rollouts;
using ChefActors.Core.RunLists;
using ChefActors.Core.Targets;

namespace ChefActors.Controller.Planning.Plans;

/// <summary>What somebody should know of a plan on this fleet before it starts. Pure.</summary>
internal static class PlanWarnings
{
    private const int Named = 5;

    /// <summary>All of them.</summary>
    public static IReadOnlyList<PlanWarning> Of(PlanDocument plan, PlanFleet fleet, IReadOnlyList<TargetSubject> targets, IReadOnlyList<UndecidedNode> undecided, WaveCut cut) =>
    [
        .. Dropped(cut, targets.Count),
        .. Periodic(plan, targets, cut),
        .. MixedModes(plan.Command, targets),
        .. Undecided(undecided),
        .. Gone(fleet.LeftOut),
        .. Absent(plan, fleet, targets),
        .. OutOfReach(plan, targets.Count, cut),
    ];

    /// <summary>Targets that will refuse: a named run-list is taken by nodes that are known to be Policyfile nodes.</summary>
    public static IReadOnlyList<RefusingNode> Refusing(RolloutCommand command, IReadOnlyList<TargetSubject> targets) =>
        command is not { Kind: CommandKind.Converge, Mode: RunMode.Named }
            ? []
            : [.. targets.Where(t => Fact(t, "chef_mode") != "policyfile").OrderBy(t => t.Name, StringComparer.Ordinal)
                .Select(t => new RefusingNode(t.Name, ReasonCode.PolicyfileMode, $"chef_mode is {Fact(t, "chef_mode") ?? "not known"}, a named run-list needs policyfile"))];

    private static IEnumerable<PlanWarning> Dropped(WaveCut cut, int targets)
    {
        foreach (var wave in cut.Dropped)
        {
            var gates = new[] { wave.SoakS > 0 ? $"its soak of {Quantity.Print(TimeSpan.FromSeconds(wave.SoakS))}" : "", wave.Approve ? "its approval" : "" }.Where(g => g.Length > 0).ToArray();
            yield return new PlanWarning(
                "wave_dropped", $"wave {wave.Name} (nodes: {wave.Nodes}) gets none of {targets} targets and is left out{(gates.Length > 0 ? $", {string.Join(" and ", gates)} too" : "")}");
        }
    }

    private static IEnumerable<PlanWarning> Periodic(PlanDocument plan, IReadOnlyList<TargetSubject> targets, WaveCut cut)
    {
        var waits = cut.Taken.SkipLast(1).Any(taken => taken.Wave.SoakS > 0 || taken.Wave.Approve);
        if (!waits || plan.Command is not { Kind: CommandKind.Converge, WhyRun: false } || IsPinned(plan.Command)) yield break;
        var periodic = targets.Where(t => Fact(t, "chef_periodic") is "cron" or "timer" or "daemon").Select(t => t.Name).Order(StringComparer.Ordinal).ToList();
        if (periodic.Count > 0)
        {
            yield return new PlanWarning(
                "converges_by_itself",
                $"{periodic.Count} of {targets.Count} targets converge by themselves (chef_periodic): what the canary tries may be on them before their wave, as not every item has a version; name them, such as recipe[cookbook_c@1.4.0]: {Some(periodic)}");
        }
    }

    private static IEnumerable<PlanWarning> MixedModes(RolloutCommand command, IReadOnlyList<TargetSubject> targets)
    {
        if (command.Kind != CommandKind.Converge) yield break;
        var policyfile = targets.Count(t => Fact(t, "chef_mode") == "policyfile");
        var runList = targets.Count(t => Fact(t, "chef_mode") == "run_list");
        if (policyfile > 0 && runList > 0)
            yield return new PlanWarning("mixed_modes", $"{policyfile} targets take their cookbooks from a Policyfile, {runList} from run-list and environment (chef_mode): one command may mean two things");
    }

    private static IEnumerable<PlanWarning> Undecided(IReadOnlyList<UndecidedNode> undecided)
    {
        if (undecided.Count == 0) yield break;
        var keys = undecided.SelectMany(n => n.Keys).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        yield return new PlanWarning("undecided", $"{undecided.Count} nodes are no targets, as they lack {string.Join(", ", keys)}: {Some([.. undecided.Select(n => n.Name)])}");
    }

    private static IEnumerable<PlanWarning> Gone(IReadOnlyList<string> leftOut)
    {
        if (leftOut.Count > 0) yield return new PlanWarning("gone", $"{leftOut.Count} nodes that the target means are gone for too long and are no targets: {Some(leftOut)}");
    }

    private static IEnumerable<PlanWarning> Absent(PlanDocument plan, PlanFleet fleet, IReadOnlyList<TargetSubject> targets)
    {
        var absent = targets.Where(t => fleet.Absent.Contains(t.Name)).Select(t => t.Name).Order(StringComparer.Ordinal).ToList();
        if (absent.Count == 0) yield break;
        var then = plan.Offline switch
        {
            OfflinePolicy.Require => "the rollout would halt at them",
            OfflinePolicy.Wait => $"they are waited for, {Quantity.Print(TimeSpan.FromSeconds(plan.OfflineWaitS))}",
            _ => "they would be skipped as offline",
        };
        var reached = plan.Halt.Offline is { } budget && plan.Offline == OfflinePolicy.Skip && absent.Count >= budget.Of(targets.Count) ? $", and {budget.Of(targets.Count)} offline nodes halt it" : "";
        yield return new PlanWarning("not_alive", $"{absent.Count} of {targets.Count} targets are not alive now; {then}{reached}: {Some(absent)}");
    }

    /// <summary>Limits that are larger than what they are limits of: nothing would ever reach them.</summary>
    private static IEnumerable<PlanWarning> OutOfReach(PlanDocument plan, int targets, WaveCut cut)
    {
        foreach (var (key, limit) in new[] { ("halt.total.failures", plan.Halt.Failures), ("halt.total.offline", plan.Halt.Offline) })
        {
            if (limit is { IsPercent: false } && limit.Value > targets) yield return new PlanWarning("limit_out_of_reach", $"{key} is {limit}, of {targets} targets: it halts nothing");
        }

        if (plan.Halt.WaveFailures is not { IsPercent: false } wave) yield break;
        foreach (var (planned, nodes) in cut.Taken.Where(taken => wave.Value > taken.Nodes))
            yield return new PlanWarning("limit_out_of_reach", $"halt.wave.failures is {wave}, wave {planned.Name} has {nodes} targets: it halts nothing there");
    }

    /// <summary>Every item has a version.</summary>
    private static bool IsPinned(RolloutCommand command) =>
        command.RunList.Count > 0 && command.RunList.All(item => RunListParser.TryParse(item, out var read, out _) && read is RunListItem.Recipe { Version: not null });

    private static string? Fact(TargetSubject target, string key) => (target.Find(key) as FactValue.Text)?.Value;

    private static string Some(IReadOnlyList<string> names) => string.Join(", ", names.Take(Named)) + (names.Count > Named ? $" and {names.Count - Named} more" : "");
}
