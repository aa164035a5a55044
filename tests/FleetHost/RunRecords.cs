using System.Text.Json;
using ChefActors.NodeHost;
using ChefActors.NodeHost.ChefClient;

namespace ChefActors.FleetHost;

/// <summary>
/// The starts of one node's runs, as lines of a file, each synced: <c>{"event":"start","pid":…,"number":…,"command":…,"attempt":…,"at_ms":…}</c>. They are written as the
/// stand-in for chef-client writes its own, and outlive the process, as a chef-client does: times are since boot.
/// </summary>
internal sealed class RunRecords(string path)
{
    private readonly Lock _lock = new();

    /// <summary>A run starts now.</summary>
    public void Add(ProcessIdentity run, string command, int attempt)
    {
        var line = JsonSerializer.SerializeToUtf8Bytes(new Line("start", run.Pid, run.StartTime, command, attempt, (long)BootClock.Now.TotalMilliseconds), JsonSerializerOptions.Strict);
        lock (_lock)
        {
            using var file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);
            // In one write: half a line would be no record of a start.
            file.Write([.. line, (byte)'\n']);
            file.Flush(flushToDisk: true);
        }
    }

    /// <summary>When this run started; null: it did not.</summary>
    public TimeSpan? StartOf(ProcessIdentity run)
    {
        lock (_lock)
        {
            if (!File.Exists(path)) return null;
            var line = File.ReadLines(path).Select(line => JsonSerializer.Deserialize<Line>(line)!).FirstOrDefault(line => line.Pid == run.Pid && line.Number == run.StartTime);
            return line is null ? null : TimeSpan.FromMilliseconds(line.AtMs);
        }
    }

    private sealed record Line(
        [property: System.Text.Json.Serialization.JsonPropertyName("event")] string Event,
        [property: System.Text.Json.Serialization.JsonPropertyName("pid")] int Pid,
        [property: System.Text.Json.Serialization.JsonPropertyName("number")] long Number,
        [property: System.Text.Json.Serialization.JsonPropertyName("command")] string Command,
        [property: System.Text.Json.Serialization.JsonPropertyName("attempt")] int Attempt,
        [property: System.Text.Json.Serialization.JsonPropertyName("at_ms")] long AtMs);
}
