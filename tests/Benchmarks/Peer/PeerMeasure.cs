using System.Diagnostics;
using System.Text.Json.Nodes;
using ChefActors.Benchmarks.Reporting;

namespace ChefActors.Benchmarks.Peer;

/// <summary>Figures of one work: seconds and processor time of the measured part, and what belongs to the work.</summary>
internal sealed class PeerMeasure
{
    private TimeSpan _elapsed;
    private TimeSpan _cpu;

    /// <summary>Single latencies in microseconds.</summary>
    internal List<double> Latencies { get; } = [];

    /// <summary>Growth of resident memory.</summary>
    internal double? KilobytesPerSession { get; set; }

    /// <summary>From the write to the first event.</summary>
    internal double? FirstMs { get; set; }

    /// <summary>From the write to the last event.</summary>
    internal double? LastMs { get; set; }

    /// <summary>Measures a part: its time is added to what there is.</summary>
    internal async Task PartAsync(Func<Task> part)
    {
        var (cpu, start) = (Environment.CpuUsage.TotalTime, Stopwatch.GetTimestamp());
        await part();
        _elapsed += Stopwatch.GetElapsedTime(start);
        _cpu += Environment.CpuUsage.TotalTime - cpu;
    }

    /// <summary>The line of the protocol; what does not apply is null.</summary>
    internal string Line(string work, int ops) =>
        new JsonObject
        {
            ["client"] = "ours",
            ["work"] = work,
            ["ops"] = ops,
            ["seconds"] = Math.Round(_elapsed.TotalSeconds, 6),
            ["ops_per_s"] = Math.Round(ops / _elapsed.TotalSeconds, 4),
            ["cpu_us_per_op"] = Math.Round(_cpu.TotalMicroseconds / ops, 4),
            ["p50_us"] = Latencies.Count > 0 ? Math.Round(Percentiles.Of(Latencies, 0.50), 4) : null,
            ["p99_us"] = Latencies.Count > 0 ? Math.Round(Percentiles.Of(Latencies, 0.99), 4) : null,
            ["rss_kb_per_session"] = Rounded(KilobytesPerSession),
            ["first_ms"] = Rounded(FirstMs),
            ["last_ms"] = Rounded(LastMs),
        }.ToJsonString();

    private static double? Rounded(double? value) => value is { } v ? Math.Round(v, 4) : null;
}
