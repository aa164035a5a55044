using System.CommandLine;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using ChefActors.Benchmarks.Fleet;
using ChefActors.Benchmarks.Peer;
using ChefActors.Benchmarks.Reporting;
using ChefActors.Controller.Ownership;
using ChefActors.Controller.Rollouts;
using ChefActors.Core.Nodes;
using ChefActors.Core.Rollouts;
using ChefActors.Core.Znodes;
using ChefActors.FleetHost;
using ChefActors.NodeHost;
using ChefActors.Testing;
using ChefActors.ZooKeeper;
using Microsoft.Extensions.Logging.Abstractions;
using CommandId = ChefActors.Core.Commands.CommandId;

namespace ChefActors.Benchmarks.Waves;

/// <summary><c>./bench waves</c>: a rollout of five waves over many node hosts, driven by the shipped controller, beside a bare client that dispatches the same commands to bare nodes.</summary>
internal static class WavesVerb
{
    private const int Parallel = 200;
    private static readonly int[] Shares = [1, 5, 20, 50, 100];

    /// <summary>The verb.</summary>
    internal static Command Create()
    {
        var nodes = new Option<int>("--nodes") { DefaultValueFactory = _ => 2000, Description = "node hosts in this process, and sessions of the bare client" };
        var few = new Option<int>("--few") { DefaultValueFactory = _ => 200, Description = "the small fleet whose cost per node is compared" };
        var rounds = new Option<int>("--rounds") { DefaultValueFactory = _ => 3, Description = "measured rollouts of each kind, by turns; one more warms up" };
        var command = new Command("waves", "a rollout of five waves over many node hosts in one process, beside a bare client") { nodes, few, rounds };
        command.SetAction((parsed, _) => RunAsync(parsed.GetValue(nodes), parsed.GetValue(few), parsed.GetValue(rounds)));
        return command;
    }

    private static async Task<int> RunAsync(int count, int few, int rounds)
    {
        var ledger = Ledger.Begin("waves");
        await using var server = await RealZooKeeper.StartAsync();
        await using var sessions = new SessionGroup(server.ConnectString);
        var client = (await sessions.OpenAsync(1))[0];
        await client.CreateAsync(ZnodeLayout.Rollouts, []);
        using var directory = new TemporaryDirectory("chefactors-bench-");
        await using var hosts = await NodeHostFleet.StartAsync(new FleetSetup(server.ConnectString, directory.FullName, FleetNodes.Of("host", count), _ => new NoChefClient(TimeProvider.System)));
        await using var bare = await BareFleet.StartAsync(server.ConnectString, count);
        var identity = PayloadCodec.Read((await client.GetDataAsync(ZnodeLayout.Cluster)).Data ?? [], PayloadJson.Default.ClusterIdentity).Value!;
        var floor = new FleetRollout(client, identity.Id);
        var (many, small, bareRounds, memory) = (new List<Round>(), new List<Round>(), new List<Round>(), new List<double>());
        for (var round = 0; round <= rounds; round++)
        {
            var (large, kb) = await StagedAsync(server.ConnectString, identity.Id, hosts.Nodes);
            var (little, _) = await StagedAsync(server.ConnectString, identity.Id, [.. hosts.Nodes.Take(few)]);
            var alone = await FloorAsync(floor, bare);
            Console.Error.WriteLine($"round {round}: {large.WallMs:0} ms for {count}, {little.WallMs:0} ms for {few}, bare {alone.WallMs:0} ms");
            // The first one of each only warms up.
            if (round == 0) continue;
            many.Add(large);
            small.Add(little);
            bareRounds.Add(alone);
            memory.Add(kb);
        }

        Publish(ledger, count, few, many, small, bareRounds, memory);
        return 0;
    }

    /// <summary>One rollout by a controller of its own, from its start to its end, and the managed memory that it held for each node when it ended.</summary>
    private static async Task<(Round Round, double KbPerNode)> StagedAsync(string connect, string cluster, IReadOnlyList<NodeName> nodes)
    {
        var connector = new ZooKeeperConnector(new ZooKeeperOptions(connect), TimeProvider.System, NullLoggerFactory.Instance);
        await using var driver = new RolloutDriver(connector, TimeProvider.System, NullLoggerFactory.Instance, new ControllerIdentity("bench-" + Guid.NewGuid().ToString("N"), "localhost", Environment.ProcessId, "bench@localhost"));
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var rollout = Plan(cluster, nodes);
        var (cpu, start) = (Environment.CpuUsage.TotalTime, BootClock.Now);
        if (await driver.StartAsync(rollout, CancellationToken.None) is not StartAnswer.Driving) throw new InvalidOperationException("the rollout was not started");
        RolloutSnapshot? last = null;
        await foreach (var snapshot in driver.WatchAsync(rollout.Plan.Id, CancellationToken.None)) last = snapshot;
        var round = new Round((BootClock.Now - start).TotalMilliseconds, (Environment.CpuUsage.TotalTime - cpu).TotalMilliseconds);
        if (last?.State.Phase != RolloutPhase.Succeeded) throw new InvalidOperationException($"the rollout ended as {last?.State.Phase}: {last?.State.Reason?.Text}");
        var held = GC.GetTotalMemory(forceFullCollection: true) - before;
        GC.KeepAlive(last);
        return (round, held / 1024.0 / nodes.Count);
    }

    /// <summary>As many at once as the rollout has, without a controller: what dispatching and reading alone takes.</summary>
    private static async Task<Round> FloorAsync(FleetRollout floor, BareFleet bare)
    {
        var (wall, cpu) = (0.0, 0.0);
        foreach (var part in bare.Nodes.Chunk(Parallel))
        {
            var (w, c) = await floor.RunAsync(part, bare.Failed);
            (wall, cpu) = (wall + w, cpu + c);
        }

        return new Round(wall, cpu);
    }

    private static NewRollout Plan(string cluster, IReadOnlyList<NodeName> nodes)
    {
        var (waves, from) = (new List<IReadOnlyList<NodeName>>(), 0);
        foreach (var share in Shares)
        {
            var to = Math.Max(from + 1, (int)Math.Ceiling(nodes.Count * share / 100.0));
            waves.Add([.. nodes.Skip(from).Take(to - from)]);
            from = to;
        }

        var plan = new RolloutPlan
        {
            Id = CommandId.NewRollout(TimeProvider.System.GetUtcNow(), RandomNumberGenerator.GetBytes(10)),
            Name = "bench",
            Cluster = cluster,
            IssuedBy = "bench@localhost",
            IssuedAt = TimeProvider.System.GetUtcNow(),
            Command = new RolloutCommand { RunList = FleetRollout.RunList },
            Target = "*",
            Waves = [.. waves.Select((wave, i) => new WavePlan($"wave-{i + 1}", wave.Count, Parallel) { Failures = new Budget("10%", Math.Max(1, (wave.Count + 9) / 10)) })],
            Halt = new HaltRules { Failures = new Budget("10%", Math.Max(1, (nodes.Count + 9) / 10)), Consecutive = 5 },
        };
        return new NewRollout(plan, waves, AllowOverlap: false);
    }

    private static void Publish(Ledger ledger, int count, int few, List<Round> many, List<Round> small, List<Round> bare, List<double> memory)
    {
        double[] wall = [.. many.Zip(bare, (a, b) => a.WallMs / b.WallMs)];
        double[] perNode = [.. many.Zip(small, (a, b) => a.CpuMs / count / (b.CpuMs / few))];
        double[] wallPerNode = [.. many.Zip(small, (a, b) => a.WallMs / count / (b.WallMs / few))];
        var table = new MarkdownTable($"five waves, {Parallel} at once, median of {many.Count} rounds", "wall ms", "processor ms");
        Add($"{count} node hosts, the shipped controller", many);
        Add($"{few} of them", small);
        Add($"bare client and {count} bare nodes, the same commands", bare);
        table.Add("controller and node hosts / bare (median of the rounds' ratios)", $"{Percentiles.Median(wall):0.00}", "");
        table.Add($"cost of a node at {count} / at {few} (median of the rounds' ratios)", $"{Percentiles.Median(wallPerNode):0.00}", $"{Percentiles.Median(perNode):0.00}");
        table.Add("managed memory that the controller held for a node at the end", $"{Percentiles.Median([.. memory]):0.0} KiB", "");
        ledger.Publish(table, new JsonObject
        {
            ["nodes"] = count,
            ["few"] = few,
            ["wall_ms"] = Figures.Of([.. many.Select(r => r.WallMs)]),
            ["few_wall_ms"] = Figures.Of([.. small.Select(r => r.WallMs)]),
            ["bare_wall_ms"] = Figures.Of([.. bare.Select(r => r.WallMs)]),
            ["wall_ratio"] = Math.Round(Percentiles.Median(wall), 3),
            ["cpu_per_node_ratio"] = Math.Round(Percentiles.Median(perNode), 3),
            ["wall_per_node_ratio"] = Math.Round(Percentiles.Median(wallPerNode), 3),
            ["kb_per_node"] = Math.Round(Percentiles.Median([.. memory]), 2),
        });

        void Add(string what, List<Round> rounds) =>
            table.Add(what, $"{Percentiles.Median([.. rounds.Select(r => r.WallMs)]):0}", $"{Percentiles.Median([.. rounds.Select(r => r.CpuMs)]):0}");
    }

    private readonly record struct Round(double WallMs, double CpuMs);
}
