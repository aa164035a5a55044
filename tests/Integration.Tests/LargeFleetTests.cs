using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using ChefActors.Core.Nodes;
using ChefActors.Core.Results;
using ChefActors.Core.Rollouts;
using ChefActors.Core.Znodes;
using ChefActors.Integration.Tests.Fleet.Large;
using ChefActors.Testing;
using Xunit.Abstractions;

namespace ChefActors.Integration.Tests;

/// <summary>
/// A staged rollout over 200 nodes and a real ensemble of three, while node hosts, controllers and the leading server die and freeze, at named points and at moments of a seed. The seed is
/// printed; <c>CHEFACTORS_LARGE_FLEET_SEED=N</c> draws the same again. No time decides anything; those of the takeovers are printed.
/// </summary>
[Trait("suite", "chaos")]
public sealed class LargeFleetTests(ITestOutputHelper output)
{
    private const int Nodes = 200;
    private const int Interrupted = 61;
    private const int Lost = 101;

    /// <summary>Waves of the stored order, which is by name. The third is approved once all faults are done, so that none comes too late.</summary>
    private const string Plan = """
        name: large fleet
        command: {run_list: ["recipe[cookbook_c]"]}
        target: "node-*"
        order: name
        waves:
          - {name: canary, nodes: 2, soak: 1s}
          - {name: early, nodes: 10%, parallel: 10, soak: 1s}
          - {name: half, nodes: 50%, parallel: 20, soak: 1s}
          - {name: most, nodes: 90%, parallel: 25, approve: true}
          - {name: rest, nodes: rest, parallel: 25}
        halt:
          wave: {failures: 20%}
          total: {failures: 10%}
        offline: wait(30m)
        grace: 15s
        """;

    private static readonly TimeSpan Long = TimeSpan.FromMinutes(4);

    private static readonly Dictionary<int, string> Points = new()
    {
        [11] = "Claim.before",
        [21] = "Claim.after",
        [31] = "AppendStart.before",
        [41] = "AppendStart.after",
        [51] = "Release.after",
        [71] = "Await.before",
        [81] = "AppendOutcome.before",
        [91] = "AppendOutcome.after",
        [111] = "Report.before",
        [121] = "Report.after",
        [131] = "AppendSent.before",
        [141] = "Spawn.after",
        [151] = "Release.before",
        [161] = "AppendSent.after",
        [171] = "KeepLog.before",
        [181] = "Register.after",
        [191] = "KeepLog.after",
    };

    private readonly long _began = Stopwatch.GetTimestamp();
    private readonly List<string> _tale = [];

    [Fact]
    [Trait("needs", "debian")]
    public async Task A_rollout_over_200_nodes_comes_to_its_right_end_and_nothing_runs_twice_whoever_dies_or_freezes()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("CHEFACTORS_LARGE_FLEET_SEED"), NumberStyles.None, CultureInfo.InvariantCulture, out var given) ? given : RandomNumberGenerator.GetInt32(1, int.MaxValue);
        Say($"CHEFACTORS_LARGE_FLEET_SEED={seed}");
        try
        {
            await using var fleet = await LargeFleet.StartAsync(Scripts(seed), "Claim.after", "Report.before");
            Say("the fleet serves");
            try
            {
                await RunAsync(fleet, seed);
            }
            catch
            {
                foreach (var kept in fleet.Controllers.Append(fleet.Host)) Say(kept.Tail);
                throw;
            }

            Say("all is as it should be");
        }
        catch (Exception e)
        {
            Assert.Fail($"CHEFACTORS_LARGE_FLEET_SEED={seed}: {e}\n{string.Join('\n', Tale())}");
        }

        Say("all have ended");
    }

    private async Task RunAsync(LargeFleet fleet, int seed)
    {
        await fleet.StartDaemon("daemon A", "TakeOver.after", "End.before");
        await fleet.StartDaemon("daemon B", "State.2.after");
        await using var rollout = await fleet.StartRollout(Plan, "Dispatch.3.after");
        Say($"rollout {rollout.Rollout}");
        var faults = new FleetFaults(fleet, rollout, seed, Say);
        await Task.WhenAll(faults.Run(), faults.KillWithItsRun(fleet.Scripts[Interrupted - 1]), faults.Lose(fleet.Scripts[Lost - 1]));
        Say("all faults are done");
        await Eventually.BecomesTrue(() => rollout.State.Reason?.Code == "approval", $"the wait for an approval; {rollout.Where}", Long);
        var approval = await fleet.Console.Run("rollout", "approve", rollout.Rollout);
        Assert.True(approval.ExitCode == 0, string.Join('\n', approval.Errors));
        await Eventually.BecomesTrue(() => rollout.HasEnded, $"the end; {rollout.Where}", Long);
        Say($"the rollout ended as {rollout.State.Phase.Word()}");

        await HoldsWhatIsStored(fleet, rollout);
        await AResultThatComesLateCounts(fleet, rollout.Rollout);
        foreach (var takeOver in rollout.TakeOvers) Say($"takeover: {takeOver}");
        Assert.Empty(rollout.Broken);
        Assert.Empty(fleet.Kept.SelectMany(kept => kept.Oddities));

        // The owners that were killed and frozen, and the console that died at its own point; whatever else died at a named point comes on top.
        Assert.True(rollout.TakeOvers.Count >= 2, $"{rollout.TakeOvers.Count} takeovers");
        var died = fleet.Scripts.Count(script => script.CrashAt is not null && fleet.HostOf(script).OwnDeaths > 0);
        Say($"{died} of {Points.Count} node hosts died at their named points, the process of the many {fleet.Host.OwnDeaths} times, {string.Join(", ", fleet.Controllers.Select(c => $"{c.Name} {c.OwnDeaths} times in {c.Lives} lives"))}");

        // A random kill may have come at the same moment, and then it is not known whose the death was.
        Assert.True(died > Points.Count / 2, "node hosts did not die at their named points");
    }

    private async Task HoldsWhatIsStored(LargeFleet fleet, RolloutObserver rollout)
    {
        Assert.Equal(RolloutPhase.Failed, rollout.State.Phase);
        var verdict = await RolloutVerdict.ReadAsync(fleet.Client, rollout.Rollout);
        var givenUp = verdict.EveryNodeEndedAsItWasMadeTo(fleet.Scripts, script => fleet.HostOf(script).LongestAbsence);
        if (givenUp.Count > 0) Say($"away for longer than the grace, and given up: {string.Join(", ", givenUp)}");
        Say($"outstanding at most, by wave: {string.Join(", ", verdict.NeverMoreOutstandingThanParallel())}");
        verdict.WavesCameOneAfterTheOther();
        verdict.BudgetsWereKept(rollout.State);
        Assert.Equal([], fleet.Scripts.Where(script => !givenUp.Contains(script.Name)).Select(script => (script.Name, fleet.StartsOf(script).Starts)).Where(node => node.Starts != 1));
        Assert.Equal([], fleet.Scripts.Select(script => (script.Name, fleet.StartsOf(script).Starts)).Where(node => node.Starts > 1));

        var counts = await Counts(fleet, rollout.Rollout);
        Assert.Equal(Nodes, counts["targets"]);
        Assert.Equal(Nodes, counts.Where(count => count.Key != "targets").Sum(count => count.Value));
        foreach (var state in fleet.Scripts.Select(script => script.Name).GroupBy(node => verdict[node].State)) Assert.Equal((state.Key, state.Count()), (state.Key, counts.GetValueOrDefault(state.Key.Word())));
        Say(string.Join(", ", counts.Select(count => $"{count.Key} {count.Value}")));

        foreach (var script in fleet.Scripts.Where(script => verdict[script.Name].State != ResultState.Unreachable))
        {
            var (latest, entries) = await fleet.Client.Ask(async client => (
                PayloadCodec.Read((await client.GetDataAsync(ZnodeLayout.NodeResult(NodeName.Parse(script.Name)))).Data!, PayloadJson.Default.CommandResult).Value,
                (await client.GetChildrenAsync(ZnodeLayout.Inbox(NodeName.Parse(script.Name)))).Names));
            Assert.True(verdict[script.Name].IsSameAs(latest), $"{script.Name}: its latest result is another than its row's");
            Assert.Empty(entries);
        }
    }

    /// <summary>The host that was given up comes back, and tells the truth of the run that went on without it.</summary>
    private async Task AResultThatComesLateCounts(LargeFleet fleet, string rollout)
    {
        var lost = fleet.Scripts[Lost - 1];
        await fleet.HostOf(lost).Start();
        CommandResult? result = null;
        await Eventually.BecomesTrue(
            async () => (result = PayloadCodec.Read(await fleet.Client.Ask(async client => (await client.GetDataAsync(ZnodeLayout.Row(rollout, NodeName.Parse(lost.Name)))).Data!), PayloadJson.Default.CommandResult).Value)?.State != ResultState.Unreachable,
            $"the late result of {lost.Name}",
            Long);
        Assert.Equal((ResultState.Succeeded, ResultState.Unreachable, 0), (result!.State, result.Replaces, result.ExitCode));
        Assert.Equal(1, fleet.StartsOf(lost).Starts);
        var counts = await Counts(fleet, rollout);
        Assert.Equal(Nodes, counts.Where(count => count.Key != "targets").Sum(count => count.Value));
        Say("the late result is in");
    }

    private static async Task<Dictionary<string, int>> Counts(LargeFleet fleet, string rollout)
    {
        JsonElement shown = default;
        var code = -1;
        await Eventually.BecomesTrue(async () => ((code, shown) = await fleet.Console.Json("rollout", "show", rollout)).code is 0 or 1, "an answer of the console", Long);
        return shown.GetProperty("counts").EnumerateObject().ToDictionary(count => count.Name, count => count.Value.GetInt32(), StringComparer.Ordinal);
    }

    private static IReadOnlyList<NodeScript> Scripts(int seed)
    {
        var chance = new Random(seed);
        var fails = new Dictionary<int, int> { [12] = 1, [37] = 1, [51] = 1, [88] = 3, [123] = 42, [151] = 1, [166] = 1 };
        return [.. Enumerable.Range(1, Nodes).Select(Script)];

        NodeScript Script(int number)
        {
            var script = new NodeScript(number) { Seconds = Math.Round(0.3 + chance.NextDouble(), 2), CrashAt = Points.GetValueOrDefault(number) };
            if (fails.TryGetValue(number, out var code)) return script with { ExitCode = code, Ends = ResultState.Failed };
            return number switch
            {
                // Long enough that its end cannot come before it is killed.
                Interrupted => script with { Seconds = 120, Ends = ResultState.Interrupted, Reason = ReasonCode.ExitCodeUnknown },
                Lost => script with { Seconds = 6, Ends = ResultState.Unreachable, Reason = ReasonCode.MayStillRun },
                _ => script,
            };
        }
    }

    private void Say(string line)
    {
        line = string.Create(CultureInfo.InvariantCulture, $"{Stopwatch.GetElapsedTime(_began).TotalSeconds,6:0.0} s  {line}");
        lock (_tale) _tale.Add(line);
        output.WriteLine(line);
    }

    private List<string> Tale()
    {
        lock (_tale) return [.. _tale];
    }
}
