using System.Text.Json;
using ChefActors.ChefStandIn.Native;
using ChefActors.ChefStandIn.Output;
using ChefActors.ChefStandIn.Reporting;
using ChefActors.ChefStandIn.Running;

namespace ChefActors.ChefStandIn.Replaying;

/// <summary>Plays a captured sample: its bytes, in its time where that was captured, its exit code or signal.</summary>
internal static class Replay
{
    /// <param name="sample">Path of the sample without <c>.stdout</c>.</param>
    /// <param name="speed">How many times faster than it was captured.</param>
    /// <param name="signals">What wakes it.</param>
    /// <param name="report">Written before the end, saying of the run what its exit code says; null: none.</param>
    internal static int Play(string sample, double speed, SignalWatch signals, HandlerReport? report = null)
    {
        var output = new OutputStream(OutputStream.StandardOutput);
        if (File.Exists(sample + ".stderr"))
            new OutputStream(OutputStream.StandardError).Write(File.ReadAllBytes(sample + ".stderr"));
        var bytes = File.ReadAllBytes(sample + ".stdout");
        if (File.Exists(sample + ".timing.jsonl"))
            PlayTimed(bytes, File.ReadAllLines(sample + ".timing.jsonl"), speed, output, signals);
        else
            output.Write(bytes);

        using var meta = JsonDocument.Parse(File.ReadAllBytes(sample + ".meta.json"));
        var code = meta.RootElement.GetProperty("exit_code").GetInt32();
        report?.End(code == 0, null, null);
        if (code < 0)
            Death.Of(-code);
        return code;
    }

    // The timing has a line for each line of the output; the bytes come from the output, for they need not be UTF-8.
    private static void PlayTimed(byte[] bytes, string[] timing, double speed, OutputStream output, SignalWatch signals)
    {
        var started = Environment.TickCount64;
        var at = 0;
        foreach (var text in timing)
        {
            using var line = JsonDocument.Parse(text);
            var root = line.RootElement;
            var end = root.GetProperty("ms").GetDouble() / speed;
            if (root.TryGetProperty("line", out _) && at < bytes.Length)
            {
                var length = bytes.AsSpan(at).IndexOf((byte)'\n') + 1;
                length = length == 0 ? bytes.Length - at : length;
                if (root.TryGetProperty("begun_ms", out var begun) && length > 1)
                {
                    WaitUntil(started, begun.GetDouble() / speed, signals);
                    output.Write(bytes.AsSpan(at, length - 1));
                    at += length - 1;
                    length = 1;
                }

                WaitUntil(started, end, signals);
                output.Write(bytes.AsSpan(at, length));
                at += length;
            }
            else
            {
                WaitUntil(started, end, signals);
            }
        }

        output.Write(bytes.AsSpan(at));
    }

    private static void WaitUntil(long started, double milliseconds, SignalWatch signals) =>
        signals.WaitForInterrupt((long)milliseconds - (Environment.TickCount64 - started));
}
