using System.Text.Json;
using ChefActors.Controller.Fleet;
using ChefActors.Core.Commands;
using ChefActors.Core.Nodes;
using ChefActors.Core.Results;
using Spectre.Console;

namespace ChefActors.Controller.Console.Rendering;

/// <summary>Everything of one node.</summary>
internal static class NodePage
{
    private const int LogLinesAtMost = 40;

    /// <summary>Writes it.</summary>
    public static void Write(IAnsiConsole screen, NodeView view, string cluster, DateTimeOffset now)
    {
        var node = view.Node;
        var page = new PageWriter(screen);
        var (presence, style) = NodesTable.Presence(node, now);
        page.Line(new ScreenLine(screen.Profile.Width).Add("cluster ").Add(cluster, Shades.Strong).Add("  node ").Add(node.Name.Value, Shades.Strong));
        page.Field("presence", node is { Alive: true, Since: { } at } ? $"alive since {TimeText.At(at)} ({TimeText.Ago(at, now)})" : presence, style);
        if (node.Presence is { } p) page.Field("node host", SafeText.Line($"version {p.AgentVersion}, pid {p.Pid}, started {TimeText.At(p.Started)}"));
        if (node.Activity is { } activity)
        {
            var (doing, shade) = NodesTable.Activity(node, now);
            if (activity is { State: ActivityState.CrashLooping, Since: { } since }) doing += $" since {TimeText.At(since)} ({TimeText.Ago(since, now)})";
            if (activity.ResourcesDone is { } done) doing += $", {done} resources done";
            if (activity.WaitsFor is { } waits) doing += ", waits for " + SafeText.Line(waits);
            if (activity.Queue > 0) doing += $", {activity.Queue} in the queue";
            if (activity.Command is { } command) doing += ", command " + SafeText.Line(command);
            page.Field("activity", doing, activity.State == ActivityState.CrashLooping ? shade : null);
            page.Field("why", SafeText.Line(activity.Reason?.Text));
        }

        page.Field("slot", view.SlotBytes > 0 ? $"a push of {view.SlotBytes} bytes" : "idle");
        foreach (var problem in node.Problems) page.Field("unreadable", SafeText.Line(problem), Shades.Bad);
        Facts(page, node.Facts);
        Queue(page, view, now);
        Last(page, node.Last, now);
    }

    private static void Facts(PageWriter page, JsonElement? facts)
    {
        if (facts is not { } all) return;
        page.Heading("facts");
        foreach (var fact in all.EnumerateObject().Where(f => f.Name is not ("v" or Core.Nodes.LastSeen.ChangedAt) && f.Value.ValueKind != JsonValueKind.Null).OrderBy(f => f.Name, StringComparer.Ordinal))
        {
            page.Field(ScreenLine.Fit(SafeText.Line(fact.Name), 13), SafeText.Line(ValueText(fact.Value)));
        }
    }

    private static string ValueText(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString() ?? "",
        JsonValueKind.Array => string.Join(", ", value.EnumerateArray().Select(ValueText)),
        _ => value.GetRawText(),
    };

    private static void Queue(PageWriter page, NodeView view, DateTimeOffset now)
    {
        if (view.Queue.IsEmpty) return;
        page.Heading("commands");
        foreach (var entry in view.Queue)
        {
            var label = entry.Command is not { } command ? "unreadable" : command.Claim is null ? "waits" : "claimed";
            var what = entry.Command is { } asked ? $"by {asked.IssuedBy ?? "nobody known"}: {What(asked)}" : entry.Problem;
            page.Field(label, SafeText.Line($"{entry.Id}, {TimeText.Ago(entry.Since, now)}, {what}"));
        }
    }

    private static string What(Command asked) => asked.Kind switch
    {
        CommandKind.Query => "a query",
        CommandKind.Restart => "a restart of the node host",
        _ => string.Join(", ", asked.RunList),
    };

    private static void Last(PageWriter page, CommandResult? last, DateTimeOffset now)
    {
        if (last is null) return;
        page.Heading("latest result");
        page.Field("state", last.State.Word() + (last.ExitCode is { } code ? $", exit code {code}" : ""), Shades.Of(last.State));
        page.Field("why", ResultText.Why(last));
        page.Field("finished", last.FinishedAt is { } at ? $"{TimeText.At(at)} ({TimeText.Ago(at, now)})" : null);
        page.Field("took", ResultText.Took(last) is { } took ? TimeText.Duration(took) : null);
        page.Field("resources", ResultText.Resources(last));
        page.Field("run-list", SafeText.Line(string.Join(", ", last.RunList ?? [])));
        page.Field("cookbooks", SafeText.Line(string.Join(", ", (last.Cookbooks ?? new Dictionary<string, string>()).Select(c => $"{c.Key} {c.Value}"))));
        page.Field("chef-client", SafeText.Line(last.ChefVersion));
        page.Field("command", SafeText.Line(last.Command));
        page.Field("rollout", last.Rollout is null ? null : $"chefactors rollout show {SafeText.Line(last.Rollout)}");
        if (string.IsNullOrWhiteSpace(last.LogTail)) return;
        var lines = SafeText.Lines(last.LogTail);
        page.Heading(lines.Count > LogLinesAtMost || last.LogCutBytes > 0 ? $"log, the last {Math.Min(lines.Count, LogLinesAtMost)} lines" : "log");
        foreach (var line in lines.Skip(lines.Count - LogLinesAtMost)) page.Raw(line);
    }
}
