using ChefActors.Benchmarks.Processes;
using ChefActors.Testing;

namespace ChefActors.Benchmarks.Rest;

/// <summary>Starts and idles real programs on a real server.</summary>
internal sealed class RestBench(RestOptions options, RealZooKeeper server, TemporaryDirectory directory)
{
    /// <summary>What a node host does once after its start, 5 s after it serves, is over by then.</summary>
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(10);

    /// <summary>Milliseconds from process start to the line "serving", for each start; the last one at rest, and the shell that waits for its next run.</summary>
    internal async Task<(IReadOnlyList<double> StartMs, ProcessUsage AtRest, ProcessUsage Waiting, double CpuPercent)> NodeHostAsync()
    {
        var starts = new List<double>();
        for (var i = 1; ; i++)
        {
            var (node, elapsed) = await TimedProgram.StartAsync(
                options.NodeHost ?? Repository.PathOf("artifacts", "app", "chefactors-node", "chefactors-node"),
                [
                    "--zookeeper", server.ConnectString, "--name", "rest.bench", "--state-dir", directory["state"], "--chef-client", "/bin/true",
                    .. options.Settings.SelectMany(setting => new[] { "--set", setting }),
                ],
                options.Environment,
                "serving ");
            await using (node)
            {
                starts.Add(elapsed.TotalMilliseconds);
                if (i < options.Runs)
                {
                    await node.StopAsync();
                    continue;
                }

                await Task.Delay(Settle);
                var before = ProcessUsage.Read(node.Id).Cpu;
                await Task.Delay(options.Seconds);
                var usage = ProcessUsage.Read(node.Id);
                var waiting = ProcessUsage.Read(ProcessUsage.Children(node.Id).Single());
                await node.StopAsync();
                return (starts, usage, waiting, (usage.Cpu - before) / options.Seconds * 100);
            }
        }
    }

    /// <summary>Milliseconds of <c>chefactors --help</c>: the program, and through the root script, which looks whether it must build.</summary>
    internal async Task<(IReadOnlyList<double> ProgramMs, IReadOnlyList<double> ScriptMs)> HelpAsync() =>
        (await RepeatAsync(Console, ["--help"], line => line.Length > 0), await RepeatAsync(Repository.PathOf("chefactors"), ["--help"], line => line.Length > 0));

    /// <summary>Milliseconds of <c>chefactors nodes</c> over a fleet of znodes.</summary>
    internal async Task<IReadOnlyList<double>> NodesAsync()
    {
        await using var fleet = await ZnodeFleet.WriteAsync(server.ConnectString, options.Nodes);
        return await RepeatAsync(Console, ["nodes", "--zookeeper", server.ConnectString], line => line.Contains(ZnodeFleet.Suffix, StringComparison.Ordinal), options.Nodes);
    }

    private static string Console => Repository.PathOf("artifacts", "app", "chefactors", "chefactors");

    private async Task<IReadOnlyList<double>> RepeatAsync(string file, string[] arguments, Func<string, bool> counts, int expected = 1)
    {
        var elapsed = new List<double>();
        for (var i = 0; i < options.Runs; i++)
        {
            var (time, output) = await TimedProgram.RunAsync(file, arguments);
            if (output.Count(counts) is var lines && lines < expected) throw new InvalidOperationException($"{file} printed {lines} of {expected} expected lines");
            elapsed.Add(time.TotalMilliseconds);
        }

        return elapsed;
    }
}
