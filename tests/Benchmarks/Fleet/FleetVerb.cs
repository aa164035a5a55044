using System.CommandLine;
using System.Text.Json.Nodes;
using ChefActors.Benchmarks.Peer;
using ChefActors.Benchmarks.Reporting;
using ChefActors.Core.Nodes;
using ChefActors.Core.Znodes;
using ChefActors.FleetHost;
using ChefActors.Testing;
using ChefActors.ZooKeeper;

namespace ChefActors.Benchmarks.Fleet;

/// <summary><c>./bench fleet</c>: one no-op command to many node hosts, beside a bare client that sends the same requests.</summary>
internal static class FleetVerb
{
    /// <summary>The verb.</summary>
    internal static Command Create()
    {
        var nodes = new Option<int>("--nodes") { DefaultValueFactory = _ => 500, Description = "node hosts, and sessions of the bare client" };
        var rounds = new Option<int>("--rounds") { DefaultValueFactory = _ => 7, Description = "measured commands to each side; one more is the warm-up" };
        var command = new Command("fleet", "a no-op command to many node hosts in one process, beside a bare client") { nodes, rounds };
        command.SetAction((parsed, _) => RunAsync(new FleetOptions(parsed.GetValue(nodes), parsed.GetValue(rounds))));
        return command;
    }

    private static async Task<int> RunAsync(FleetOptions options)
    {
        var ledger = Ledger.Begin("fleet");
        await using var server = await RealZooKeeper.StartAsync();
        await using var sessions = new SessionGroup(server.ConnectString);
        var client = (await sessions.OpenAsync(1))[0];
        await client.CreateAsync(ZnodeLayout.Rollouts, []);
        var before = ResidentMb();
        using var directory = new TemporaryDirectory("chefactors-bench-");
        await using var hosts = await NodeHostFleet.StartAsync(new FleetSetup(server.ConnectString, directory.FullName, FleetNodes.Of("host", options.Nodes), _ => new NoChefClient(TimeProvider.System)));
        var hostKb = (ResidentMb() - before) * 1024 / options.Nodes;
        await using var bare = await BareFleet.StartAsync(server.ConnectString, options.Nodes);

        var identity = PayloadCodec.Read((await client.GetDataAsync(ZnodeLayout.Cluster)).Data ?? [], PayloadJson.Default.ClusterIdentity).Value!;
        var rollout = new FleetRollout(client, identity.Id);
        var (ours, theirs) = (new List<(double WallMs, double CpuMs)>(), new List<(double WallMs, double CpuMs)>());
        for (var round = 0; round <= options.Rounds; round++)
        {
            // The first one of each only warms up.
            var one = await rollout.RunAsync(hosts.Nodes, Never);
            var other = await rollout.RunAsync(bare.Nodes, bare.Failed);
            if (round == 0) continue;
            ours.Add(one);
            theirs.Add(other);
        }

        Publish(ledger, options, ours, theirs, hostKb);
        return 0;
    }

    private static Task Never { get; } = new TaskCompletionSource().Task;

    private static void Publish(Ledger ledger, FleetOptions options, IReadOnlyList<(double WallMs, double CpuMs)> ours, IReadOnlyList<(double WallMs, double CpuMs)> theirs, double hostKb)
    {
        double[] wall = [.. ours.Zip(theirs, (a, b) => a.WallMs / b.WallMs)];
        double[] cpu = [.. ours.Zip(theirs, (a, b) => a.CpuMs / b.CpuMs)];
        var table = new MarkdownTable($"a no-op command to {options.Nodes} nodes, median of {options.Rounds} rounds", "wall ms", "processor ms");
        Add("node hosts (actors, two synced journal records each)", ours);
        Add("bare client, the same requests", theirs);
        table.Add("node hosts / bare client (median of the rounds' ratios)", $"{Percentiles.Median(wall):0.00}", $"{Percentiles.Median(cpu):0.00}");
        table.Add("resident memory for one more node host in a process", $"{hostKb:0} KiB", "");
        ledger.Publish(table, new JsonObject
        {
            ["nodes"] = options.Nodes,
            ["hosts_wall_ms"] = Figures.Of([.. ours.Select(round => round.WallMs)]),
            ["hosts_cpu_ms"] = Figures.Of([.. ours.Select(round => round.CpuMs)]),
            ["bare_wall_ms"] = Figures.Of([.. theirs.Select(round => round.WallMs)]),
            ["bare_cpu_ms"] = Figures.Of([.. theirs.Select(round => round.CpuMs)]),
            ["wall_ratio"] = Math.Round(Percentiles.Median(wall), 3),
            ["cpu_ratio"] = Math.Round(Percentiles.Median(cpu), 3),
            ["resident_kb_per_host"] = Math.Round(hostKb, 1),
        });

        void Add(string what, IReadOnlyList<(double WallMs, double CpuMs)> rounds) =>
            table.Add(what, $"{Percentiles.Median([.. rounds.Select(round => round.WallMs)]):0}", $"{Percentiles.Median([.. rounds.Select(round => round.CpuMs)]):0}");
    }

    private static double ResidentMb() => Processes.ProcessUsage.Read(Environment.ProcessId).ResidentMb;
}
