using System.Text.Json;
using ChefActors.Core.Commands;
using ChefActors.Core.Queries;
using ChefActors.Core.Rollouts;

namespace ChefActors.Controller.Planning.Plans;

/// <summary>The key <c>command</c>: a converge, a restart or a query.</summary>
internal static class CommandReading
{
    private const string Allowed = "a mapping such as {run_list: [\"recipe[cookbook_c]\"]}, {restart: {}} or {query: {what: …}}";

    /// <summary>The command without the plan's time-outs; null: there is none, which is a fault.</summary>
    public static RolloutCommand? Read(PlanGroup plan)
    {
        if (plan.Required("command", Allowed) is not { } node || plan.AsGroup(node, "command", PlanKeys.Command, Allowed) is not { } command) return null;
        foreach (var (key, kind) in (ReadOnlySpan<(string, CommandKind)>)[("restart", CommandKind.Restart), ("query", CommandKind.Query)])
        {
            if (command.Find(key) is not { } value) continue;
            var others = command.Given.Where(other => other != key).ToArray();
            if (others.Length > 0) command.Fault(command.At, key, $"{key} with {string.Join(", ", others)}", key + " alone");
            return kind == CommandKind.Restart ? Restart(command, value) : Query(command, value);
        }

        return Converge(command);
    }

    private static RolloutCommand Restart(PlanGroup command, PlanNode value)
    {
        var asked = command.AsGroup(value, command.PathOf("restart"), PlanKeys.Restart, "{}, or {expect_version: 1.2.3}");
        var version = asked?.Value("expect_version", HostRestart.AllowedVersion, text => HostRestart.IsVersion(text) ? text : null);
        return new RolloutCommand { Kind = CommandKind.Restart, Restart = new HostRestart { ExpectVersion = version } };
    }

    private static RolloutCommand? Query(PlanGroup command, PlanNode value)
    {
        var known = $"a mapping with what: {string.Join(" or ", QueryReader.Known)}";
        if (value is not PlanNode.Group group)
        {
            if (value is not PlanNode.Broken) command.Fault(value.At, "query", value.Shown, known);
            return null;
        }

        var what = group.Entries.FirstOrDefault(e => e.Key == "what")?.Value;
        if (what is not PlanNode.Text { IsNothing: false } text || !QueryReader.Known.Contains(text.Value))
        {
            if (what is not PlanNode.Broken) command.Fault((what ?? group).At, "query", what is null ? "no what" : "what: " + what.Shown, known);
            return null;
        }

        if (PlanJson.Of(group) is not { } json) return null;
        if (QueryReader.Read(json).Error is { } refused) command.Fault(group.At, "query", "a question that does not hold", refused.Text);
        return new RolloutCommand { Kind = CommandKind.Query, Query = json };
    }

    private static RolloutCommand Converge(PlanGroup command)
    {
        var texts = command.Texts("run_list", "a list of run-list items, such as [\"recipe[cookbook_c]\"]");
        var asked = new ConvergeAsked(
            [.. (texts ?? []).Select(text => text.Value)],
            command.Word("mode", ("override", RunMode.Override), ("replace", RunMode.Replace), ("named", RunMode.Named), ("full", RunMode.Full)),
            command.Value("named_run_list", "a name", text => text),
            Attributes(command));

        // A run-list or mode that is no such value was told already; what would follow from its absence is no news.
        var holds = command.Find("run_list") is null || texts is { Count: > 0 } || command.Find("run_list") is PlanNode.Items { Values.Count: 0 };
        var modeHolds = command.Find("mode") is null || asked.Mode is not null;
        foreach (var fault in ConvergeRules.Faults(asked, ConvergeWords.Keys))
        {
            if (fault.Part != ConvergePart.Attributes && fault.Item is null && !(holds && modeHolds)) continue;
            command.Fault(PlaceOf(command, fault, texts), KeyOf(fault.Part), fault.Found, fault.Allowed);
        }

        return ConvergeRules.Command(asked) with
        {
            WhyRun = command.Flag("why_run"),
            OnInterrupt = command.Word("on_interrupt", ("report", InterruptPolicy.Report), ("rerun", InterruptPolicy.Rerun)) ?? InterruptPolicy.Report,
        };
    }

    private static JsonElement? Attributes(PlanGroup command)
    {
        if (command.Find("attributes") is not { } node || node is PlanNode.Broken) return null;
        if (node is PlanNode.Group) return PlanJson.Of(node);
        command.Fault(node.At, "attributes", node.Shown, "a mapping");
        return null;
    }

    private static PlanPlace PlaceOf(PlanGroup command, ConvergeFault fault, IReadOnlyList<PlanNode.Text>? texts) =>
        fault.Item is { } item && texts is not null ? texts[item].At : (command.Find(KeyOf(fault.Part))?.At ?? command.At);

    private static string KeyOf(ConvergePart part) => part switch
    {
        ConvergePart.Mode => "mode",
        ConvergePart.NamedRunList => "named_run_list",
        ConvergePart.Attributes => "attributes",
        _ => "run_list",
    };
}
