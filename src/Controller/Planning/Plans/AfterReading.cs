using ChefActors.Core.Nodes;
using ChefActors.Core.Pacing;
using ChefActors.Core.Rollouts;

namespace ChefActors.Controller.Planning.Plans;

/// <summary>The keys of a plan about offline nodes, reboots, the pace, the way back and who is told.</summary>
internal static class AfterReading
{
    private const int UrlAtMost = 2048;

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Month = TimeSpan.FromDays(30);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private static readonly string[] Occasions = ["halted", "waiting", "ended"];

    /// <summary><c>offline</c>: what becomes of a node, and the seconds it is waited for.</summary>
    public static (OfflinePolicy Policy, int WaitS) Offline(PlanGroup plan)
    {
        var read = plan.Value<OfflineWish>("offline", $"skip, require, or wait(TIME) with {PlanGroup.DurationAllowed(Second, Month)}", OfflineOf) ?? new OfflineWish(OfflinePolicy.Skip, 0);
        return (read.Policy, read.WaitS);
    }

    /// <summary><c>reboot</c>: the seconds in which a node must be back; null: it is not looked at.</summary>
    public static int? Reboot(PlanGroup plan) =>
        plan.Value<RebootWish>("reboot", $"ignore, or verify(TIME) with {PlanGroup.DurationAllowed(Second, Day)}", RebootOf)?.WithinS;

    /// <summary><c>pace</c>.</summary>
    public static PacePlan? Pace(PlanGroup plan)
    {
        if (plan.Find("pace") is PlanNode.Text { Value: "none" } || plan.Group("pace", PlanKeys.Pace, "a mapping such as {runs_per_minute: 300, chef_server: chef1}, or none") is not { } pace) return null;
        const string server = "a name of a-z 0-9 . _ -, at most 253 characters";
        pace.Required("runs_per_minute", $"a whole number from 1 to {PaceRules.RunsPerMinuteAtMost}");
        pace.Required("chef_server", server);
        var runs = pace.Number("runs_per_minute", 1, PaceRules.RunsPerMinuteAtMost);
        var name = pace.Value("chef_server", server, text => NodeName.TryParse(text, out _, out _) ? text : null);
        return runs is { } perMinute && name is not null ? new PacePlan(perMinute, name) : null;
    }

    /// <summary><c>rollback</c>.</summary>
    public static RollbackPlan? Rollback(PlanGroup plan)
    {
        if (plan.Find("rollback") is PlanNode.Text { Value: "none" } || plan.Group("rollback", PlanKeys.Rollback, "a mapping such as {run_list: [\"recipe[cookbook_c::undo]\"], when: manual}, or none") is not { } rollback) return null;
        const string items = "a list of run-list items, such as [\"recipe[cookbook_c::undo]\"]";
        rollback.Required("run_list", items);
        var texts = rollback.Texts("run_list", items);
        if (texts is { Count: 0 } && rollback.Find("run_list") is PlanNode.Items { Values.Count: 0 } empty) rollback.Fault(empty.At, "run_list", "an empty list", items);
        IReadOnlyList<string> written = [.. (texts ?? []).Select(text => text.Value)];
        foreach (var fault in ConvergeRules.RunListFaults(written))
            rollback.Fault(fault.Item is { } item ? texts![item].At : rollback.Find("run_list")!.At, "run_list", fault.Found, fault.Allowed);
        var onHalt = rollback.Word("when", ("manual", false), ("on_halt", true)) ?? false;
        return new RollbackPlan(ConvergeRules.RunList(written), onHalt);
    }

    /// <summary><c>notify</c>. What is no URL is not shown: it may hold a secret.</summary>
    public static NotifyPlan? Notify(PlanGroup plan)
    {
        if (plan.Find("notify") is PlanNode.Text { Value: "none" } || plan.Group("notify", PlanKeys.Notify, "a mapping such as {url: https://…, on: [halted, ended]}, or none") is not { } notify) return null;
        const string url = "an absolute http or https URL of at most 2048 characters";
        string? address = null;
        if (notify.Required("url", url) is { } node and not PlanNode.Broken)
        {
            if (node is PlanNode.Text { IsNothing: false } text && IsUrl(text.Value)) address = text.Value;
            else notify.Fault(node.At, "url", node is PlanNode.Text { IsNothing: false } ? "a text that is none (not shown, it may hold a secret)" : node.Shown, url);
        }

        var occasions = $"a list of {string.Join(", ", Occasions)}";
        var on = notify.Texts("on", occasions);
        foreach (var word in (on ?? []).Where(word => !Occasions.Contains(word.Value))) notify.Fault(word.At, "on", word.Shown, occasions);
        if (on is { Count: 0 } && notify.Find("on") is PlanNode.Items { Values.Count: 0 } empty) notify.Fault(empty.At, "on", "an empty list", occasions);
        return address is null ? null : new NotifyPlan(address, on is null ? Occasions : [.. Occasions.Where(o => on.Any(word => word.Value == o))]);
    }

    private static OfflineWish? OfflineOf(string text) => PlanCall.Of(text) switch
    {
        { Word: "skip", Argument: null } => new OfflineWish(OfflinePolicy.Skip, 0),
        { Word: "require", Argument: null } => new OfflineWish(OfflinePolicy.Require, 0),
        { Word: "wait", Argument: { } time } when PlanGroup.SecondsOf(time, Second, Month) is { } seconds => new OfflineWish(OfflinePolicy.Wait, seconds),
        _ => null,
    };

    private static RebootWish? RebootOf(string text) => PlanCall.Of(text) switch
    {
        { Word: "ignore", Argument: null } => new RebootWish(null),
        { Word: "verify", Argument: { } time } when PlanGroup.SecondsOf(time, Second, Day) is { } seconds => new RebootWish(seconds),
        _ => null,
    };

    private static bool IsUrl(string text) =>
        text.Length <= UrlAtMost && Uri.TryCreate(text, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps);

    private sealed record OfflineWish(OfflinePolicy Policy, int WaitS);

    private sealed record RebootWish(int? WithinS);
}
