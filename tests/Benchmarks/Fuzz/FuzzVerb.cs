using System.CommandLine;
using System.Diagnostics;
using System.Text.Json.Nodes;
using ChefActors.Benchmarks.Reporting;
using ChefActors.Testing.Fuzzing;

namespace ChefActors.Benchmarks.Fuzz;

/// <summary><c>./bench fuzz</c>: hostile frames by the million, half of them to each side, on all processors. A seed that breaks something is told, and the exit code is 1.</summary>
internal static class FuzzVerb
{
    // So few frames are a conversation that is played again: others beside it would be in the way.
    private const int FramesOfOneThread = 1000;

    private static readonly TimeSpan _tellEvery = TimeSpan.FromSeconds(20);

    /// <summary>The verb.</summary>
    internal static Command Create()
    {
        var count = new Option<long>("--count") { DefaultValueFactory = _ => 10_000_000, Description = "frames" };
        var seed = new Option<long>("--seed") { DefaultValueFactory = _ => 1, Description = "of the first conversation; others count up from it" };
        var frame = new Option<int?>("--frame") { Description = "play this frame of the seed's conversation alone, counted from 0; the server gets those before it too" };
        count.Validators.Add(given =>
        {
            if (given.GetValueOrDefault<long>() is var frames && frames < 2) given.AddError($"--count is {frames}, allowed are 2 and more");
        });
        var command = new Command("fuzz", "seeded hostile frames to the client and to the embedded server") { count, seed, frame };
        command.SetAction((parsed, _) => parsed.GetValue(frame) is { } index ? OneAsync(parsed.GetValue(seed), index) : RunAsync(parsed.GetValue(seed), parsed.GetValue(count)));
        return command;
    }

    /// <summary>One frame to each side that has so many; its bytes and what became of it are told.</summary>
    private static async Task<int> OneAsync(long seed, int frame)
    {
        var broken = 0;
        foreach (var (side, make) in new (string, Func<IFuzzTarget>)[] { ("client", () => new ClientTarget()), ("server", () => new ServerTarget()) })
        {
            await using var target = make();
            try
            {
                var played = target.Play(seed, frame);
                Console.WriteLine($"{side}: {Convert.ToHexString(played.Frame!)} broke nothing");
            }
            catch (ArgumentOutOfRangeException none)
            {
                Console.WriteLine($"{side}: {none.Message}");
            }
            catch (FuzzException problem)
            {
                broken++;
                Console.WriteLine($"{side}: {problem}");
            }
        }

        return broken == 0 ? 0 : 1;
    }

    private static async Task<int> RunAsync(long seed, long count)
    {
        var ledger = Ledger.Begin("fuzz");
        var table = new MarkdownTable($"from seed {seed}", "frames", "conversations", "refused", "broken", "s", "frames/s");
        var values = new JsonObject { ["seed"] = seed };
        var broken = await SideAsync("client", () => new ClientTarget(), seed, count / 2, table, values);
        broken += await SideAsync("server", () => new ServerTarget(), seed, count - (count / 2), table, values);
        ledger.Publish(table, values);
        return broken == 0 ? 0 : 1;
    }

    private static async Task<int> SideAsync(string side, Func<IFuzzTarget> make, long seed, long count, MarkdownTable table, JsonObject values)
    {
        var started = Stopwatch.GetTimestamp();
        var run = new FuzzRun(make, seed, count);
        var playing = run.PlayAsync(count < FramesOfOneThread ? 1 : Environment.ProcessorCount);
        while (await Task.WhenAny(playing, Task.Delay(_tellEvery)) != playing) await Console.Error.WriteLineAsync($"fuzz: {side} {run.Frames} of {count}");
        var tally = await playing;
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        table.Add(side, $"{tally.Frames}", $"{tally.Seeds}", $"{tally.Refused}", $"{tally.Findings.Count}", $"{seconds:0.0}", $"{tally.Frames / seconds:0}");
        values[side] = new JsonObject
        {
            ["frames"] = tally.Frames,
            ["seeds"] = tally.Seeds,
            ["refused"] = tally.Refused,
            ["broken"] = new JsonArray([.. tally.Findings.Select(finding => (JsonNode)finding.Seed)]),
            ["seconds"] = Math.Round(seconds, 1),
        };
        foreach (var (broken, problem) in tally.Findings) await Console.Error.WriteLineAsync($"./bench fuzz --seed {broken} --count 2 ({side}): {problem}");
        return tally.Findings.Count;
    }
}
