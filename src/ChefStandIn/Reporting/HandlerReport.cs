using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ChefActors.ChefStandIn.Reporting;

/// <summary>
/// Writes what ChefActors' report handler would have noted, as the stand-in runs no Ruby: only where a scenario says <c>report</c>, the handler's
/// directory was named by <c>--config-option client_d_dir</c>, and CHEFACTORS_REPORT names the file.
/// </summary>
internal sealed class HandlerReport
{
    private const int LiveEveryMilliseconds = 500;
    private readonly string _path;
    private readonly JsonObject _over;
    private readonly string? _text;
    private readonly string _nodeName;
    private long? _writtenAt;

    private HandlerReport(string path, string nodeName, JsonObject over, string? text)
    {
        (_path, _nodeName, _over, _text) = (path, nodeName, over, text);
    }

    /// <summary>The report of this run; null: none is asked for.</summary>
    /// <param name="clientDirectory">What <c>client_d_dir</c> named; null: nothing did.</param>
    /// <param name="nodeName">The node's name.</param>
    /// <param name="over">Fields that replace what would be noted; null: the scenario wants no report.</param>
    /// <param name="text">The file's content in place of a report, as it is.</param>
    internal static HandlerReport? Of(string? clientDirectory, string nodeName, JsonObject? over, string? text)
    {
        if (over is null || clientDirectory is null || !File.Exists(Path.Combine(clientDirectory, "report_handler.rb"))) return null;
        return Environment.GetEnvironmentVariable("CHEFACTORS_REPORT") is { Length: > 0 } path ? new HandlerReport(path, nodeName, over, text) : null;
    }

    /// <summary>A resource is at work; written at most twice a second.</summary>
    internal void Live(int done, string resource)
    {
        var now = Environment.TickCount64;
        if (now - _writtenAt < LiveEveryMilliseconds)
            return;
        _writtenAt = now;
        var report = New();
        report["ended"] = false;
        report["resources_done"] = done;
        report["resource"] = resource;
        Write(report);
    }

    /// <summary>The run is over.</summary>
    internal void End(bool succeeded, int? updated, int? total, string? failedResource = null, string? exception = null, bool rebootRequested = false)
    {
        var report = New();
        report["ended"] = true;
        report["succeeded"] = succeeded;
        report["reboot_requested"] = rebootRequested;
        report["updated"] = updated;
        report["total"] = succeeded ? total : null;
        report["failed_resource"] = failedResource;
        report["exception"] = exception;
        report["chef_node_name"] = _nodeName;
        report["chef_mode"] = "run_list";
        Write(report);
    }

    private static JsonObject New() => new()
    {
        ["v"] = 1,
        ["command"] = Environment.GetEnvironmentVariable("CHEFACTORS_COMMAND"),
        ["chef_version"] = Identity.ChefVersion,
    };

    private void Write(JsonObject report)
    {
        foreach (var (key, value) in _over)
            report[key] = value?.DeepClone();
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
            report.WriteTo(writer);
        File.WriteAllBytes(_path + ".new", _text is null ? buffer.ToArray() : Encoding.UTF8.GetBytes(_text));
        File.Move(_path + ".new", _path, overwrite: true);
    }
}
