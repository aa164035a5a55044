using System.Text.Json;
using System.Text.Json.Nodes;

namespace ChefActors.ChefStandIn.Scenarios;

/// <summary>Reads the scenario's JSON; README.md has the keys. An unknown key is an error.</summary>
internal static class ScenarioReader
{
    /// <summary>Reads the file and, over it, what <c>nodes</c> says of this node.</summary>
    internal static Scenario Read(ReadOnlyMemory<byte> json, string nodeName)
    {
        var options = new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };
        var scenario = new Scenario();
        try
        {
            using var document = JsonDocument.Parse(json, options);
            Apply(document.RootElement, scenario);
            if (document.RootElement.TryGetProperty("nodes", out var nodes) && nodes.TryGetProperty(nodeName, out var own))
                Apply(own, scenario);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException)
        {
            throw new ScenarioException(error.Message);
        }

        return scenario;
    }

    private static void Apply(JsonElement element, Scenario scenario)
    {
        foreach (var property in element.EnumerateObject())
            Apply(property.Name, property.Value, scenario);
    }

    private static void Apply(string key, JsonElement value, Scenario scenario)
    {
        switch (key)
        {
            case "run_list": scenario.RunList = Strings(value); break;
            case "startup_seconds": scenario.StartupSeconds = value.GetDouble(); break;
            case "seconds": scenario.Seconds = value.GetDouble(); break;
            case "resources": scenario.Resources = value.GetInt32(); break;
            case "updated": scenario.Updated = value.GetInt32(); break;
            case "fail": scenario.Fail = value.GetString(); break;
            case "fail_message": scenario.FailMessage = value.GetString()!; break;
            case "fail_exception": scenario.FailException = value.GetString()!; break;
            case "fail_on": scenario.FailOn = Strings(value); break;
            case "exit_code": scenario.ExitCode = value.GetInt32(); break;
            case "die_of_signal": scenario.DieOfSignal = Signal(value); break;
            case "license_check": scenario.LicenseCheck = value.GetBoolean(); break;
            case "replay": scenario.Replay = value.GetString(); break;
            case "replay_speed": scenario.ReplaySpeed = value.GetDouble(); break;
            case "report": scenario.Report = ReadReport(value); break;
            case "report_text": (scenario.ReportText, scenario.Report) = (value.GetString(), scenario.Report ?? []); break;
            case "missing_cookbooks": scenario.MissingCookbooks = Strings(value); break;
            case "roles": ApplyRoles(value, scenario); break;
            case "recipes": ApplyRecipes(value, scenario); break;
            case "nodes": break;
            default: throw new ScenarioException($"unknown key \"{key}\"");
        }
    }

    private static JsonObject? ReadReport(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => [],
        JsonValueKind.False => null,
        JsonValueKind.Object => JsonObject.Create(value.Clone()),
        _ => throw new ScenarioException("report: true, false or an object"),
    };

    private static void ApplyRoles(JsonElement roles, Scenario scenario)
    {
        scenario.Roles ??= [];
        foreach (var role in roles.EnumerateObject())
            scenario.Roles[role.Name] = Strings(role.Value);
    }

    private static void ApplyRecipes(JsonElement recipes, Scenario scenario)
    {
        foreach (var recipe in recipes.EnumerateObject())
        {
            var steps = new List<Step>();
            foreach (var step in recipe.Value.EnumerateArray())
                steps.Add(ReadStep(step));
            scenario.Recipes[recipe.Name] = steps;
        }
    }

    private static Step ReadStep(JsonElement element)
    {
        var step = new Step();
        foreach (var property in element.EnumerateObject())
            Apply(property.Name, property.Value, step);
        if (step.Type == "log" && !element.TryGetProperty("outcome", out _))
            step.Outcome = Outcome.Silent;
        return step;
    }

    private static void Apply(string key, JsonElement value, Step step)
    {
        switch (key)
        {
            case "resource": step.Resource = value.GetString()!; break;
            case "action": step.Action = value.GetString(); break;
            case "outcome": step.Outcome = ReadOutcome(value.GetString()); break;
            case "skipped_by": step.SkippedBy = value.GetString()!; break;
            case "changes": step.Changes = Strings(value); break;
            case "content": step.Content = value.GetString(); break;
            case "write": step.Write = value.GetBoolean(); break;
            case "seconds": step.Seconds = value.GetDouble(); break;
            case "tick_seconds": step.TickSeconds = value.GetDouble(); break;
            case "execute": step.Execute = value.GetString(); break;
            case "live_stream": step.LiveStream = value.GetBoolean(); break;
            case "noise_bytes": step.NoiseBytes = value.GetInt64(); break;
            case "noise": step.Noise = value.GetString()!; break;
            case "warn": step.Warn = value.GetString(); break;
            default: ApplyEnd(key, value, step); break;
        }
    }

    private static void ApplyEnd(string key, JsonElement value, Step step)
    {
        switch (key)
        {
            case "raise": step.Raise = value.GetString(); break;
            case "exception": step.Exception = value.GetString()!; break;
            case "exit": step.Exit = value.GetInt32(); break;
            case "die_of_signal": step.DieOfSignal = Signal(value); break;
            case "reboot": step.Reboot = value.GetString(); break;
            case "reboot_reason": step.RebootReason = value.GetString()!; break;
            case "reboot_delay_minutes": step.RebootDelayMinutes = value.GetInt32(); break;
            case "line": step.Line = value.GetInt32(); break;
            case "source": step.Source = Strings(value); break;
            case "fail_on": step.FailOn = Strings(value); break;
            case "only_on": step.OnlyOn = Strings(value); break;
            case "unplanned": step.Unplanned = value.GetBoolean(); break;
            case "nested":
                foreach (var nested in value.EnumerateArray())
                    step.Nested.Add(ReadStep(nested));
                break;
            default: throw new ScenarioException($"unknown key \"{key}\" in a step");
        }
    }

    private static Outcome ReadOutcome(string? text) => text switch
    {
        "updated" => Outcome.Updated,
        "up_to_date" => Outcome.UpToDate,
        "skipped" => Outcome.Skipped,
        "silent" => Outcome.Silent,
        _ => throw new ScenarioException($"outcome \"{text}\": updated, up_to_date, skipped or silent"),
    };

    private static int Signal(JsonElement value) => value.ValueKind == JsonValueKind.Number ? value.GetInt32() : value.GetString() switch
    {
        "SIGHUP" => 1,
        "SIGINT" => 2,
        "SIGQUIT" => 3,
        "SIGABRT" => 6,
        "SIGKILL" => 9,
        "SIGSEGV" => 11,
        "SIGTERM" => 15,
        var other => throw new ScenarioException($"signal \"{other}\": give its number"),
    };

    private static List<string> Strings(JsonElement value)
    {
        var list = new List<string>();
        foreach (var item in value.EnumerateArray())
            list.Add(item.GetString()!);
        return list;
    }
}
