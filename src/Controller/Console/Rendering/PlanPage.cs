using ChefActors.Core.Configuration;
using ChefActors.Core.Events;
using ChefActors.Core.Rollouts;
using Spectre.Console;

namespace ChefActors.Controller.Console.Rendering;

/// <summary>What a plan would do, for people: the whole first, then every wave with its nodes, then what to think about.</summary>
internal static class PlanPage
{
    /// <summary>Writes it.</summary>
    public static void Write(IAnsiConsole screen, RolloutPlan plan, PlanViewDocument document)
    {
        var page = new PageWriter(screen);
        page.Line(new ScreenLine(screen.Profile.Width).Add("cluster ").Add(document.Cluster, Shades.Strong).Add("  plan ").Add(SafeText.Line(plan.Name), Shades.Strong));
        page.Field("file", SafeText.Line(document.File));
        page.Field("sha256", plan.PlanHash);
        page.Field("command", SafeText.Line(CommandText.Of(plan.Command)));
        page.Field("target", SafeText.Line(plan.Target));
        page.Field("targets", $"{document.Targets} in {TimeText.Count(plan.Waves.Count, "wave")}");
        page.Field("halts at", Rules(plan.Halt, document));
        page.Field("on halt", plan.OnHalt == HaltAction.Interrupt ? "what is running is stopped" : "what is running may finish");
        page.Field("offline", Offline(plan));
        page.Field("pace", plan.Pace is { } pace ? $"{pace.RunsPerMinute} runs a minute, shared, on {pace.ChefServer}" : null);
        page.Field("rollback", plan.Rollback is { } back ? $"{string.Join(", ", back.RunList)}, {(back.OnHalt ? "on halt" : "by hand")}" : null);
        foreach (var wave in document.Waves)
        {
            page.Heading($"wave {wave.Name}: {Wave(wave)}");
            page.Field("nodes", string.Join(", ", wave.Nodes));
        }

        if (document.Undecided.Count > 0) page.Heading($"not targeted, because it is not known whether they are meant ({document.Undecided.Count})");
        foreach (var node in document.Undecided) page.Raw($"{node.Node}: no {SafeText.Line(string.Join(", ", node.Keys))}");
        if (document.Refusals.Count > 0) page.Heading($"will refuse it ({document.Refusals.Count})");
        foreach (var node in document.Refusals) page.Raw($"{node.Node}: {node.Code}: {SafeText.Line(node.Text)}");
        if (document.Warnings.Count > 0) page.Heading($"warnings ({document.Warnings.Count})");
        foreach (var warning in document.Warnings) page.Raw($"{warning.Code}: {SafeText.Line(warning.Text)}");
    }

    private static string? Rules(HaltRules? rules, PlanViewDocument document)
    {
        if (rules is null) return null;
        var parts = new List<string>();
        if (rules.Failures is { } failures) parts.Add($"{TimeText.Count(failures.Nodes, "failure")} in all ({failures.Written}; up to {document.CanStillFail} more in flight can still fail)");
        if (rules.Consecutive is { } row) parts.Add($"{row} failures in a row");
        if (rules.Offline is { } offline) parts.Add($"{offline.Nodes} offline ({offline.Written})");
        if (rules.Events is { } events) parts.Add($"a monitoring event of {events.Severity.Word()} or worse on {(events.On == EventScope.Targets ? "a target" : "a node it touched")}");
        if (rules.UpdatedTimes is { } times) parts.Add($"a node with {times} times the first wave's updated resources");
        return parts.Count == 0 ? "nothing" : string.Join("; ", parts);
    }

    private static string Wave(PlanWaveDocument wave)
    {
        var parts = new List<string> { TimeText.Count(wave.Targets, "target"), $"{wave.Parallel} at a time" };
        if (wave.Failures is { } failures) parts.Add($"halts at {TimeText.Count(failures.Nodes, "failure")} ({failures.Written}; up to {wave.CanStillFail} more in flight can still fail)");
        if (wave.SoakS > 0) parts.Add("soaks " + Quantity.Print(TimeSpan.FromSeconds(wave.SoakS)));
        if (wave.Approve) parts.Add($"waits {Quantity.Print(TimeSpan.FromSeconds(wave.ApproveWithinS))} for approve");
        return string.Join(", ", parts);
    }

    private static string Offline(RolloutPlan plan) => plan.Offline switch
    {
        OfflinePolicy.Require => "a node that is not alive halts it",
        OfflinePolicy.Wait => $"waited for, {Quantity.Print(TimeSpan.FromSeconds(plan.OfflineWaitS))} of each wave",
        _ => "skipped",
    };
}
