using ChefActors.Core.Nodes;
using ChefActors.Core.Results;
using ChefActors.Core.Rollouts;
using ChefActors.Core.Znodes;
using ChefActors.ZooKeeper;

namespace ChefActors.Integration.Tests.Fleet.Large;

/// <summary>
/// What the znodes of an ended rollout say, held to what its plan allowed and to what each node was made to do. Order is by zxid, which is that of the writes, so it is exact: a row's
/// creation is its dispatch, its only write its result.
/// </summary>
internal sealed class RolloutVerdict
{
    private readonly RolloutPlan _plan;
    private readonly Dictionary<string, int> _waves;
    private readonly Dictionary<string, (CommandResult Result, Stat Stat)> _rows;

    private RolloutVerdict(RolloutPlan plan, Dictionary<string, int> waves, Dictionary<string, (CommandResult Result, Stat Stat)> rows) => (_plan, _waves, _rows) = (plan, waves, rows);

    /// <summary>The results by the nodes' names.</summary>
    public CommandResult this[string node] => _rows[node].Result;

    /// <summary>Reads plan, targets and rows, before they are compacted.</summary>
    public static Task<RolloutVerdict> ReadAsync(PatientClient client, string rollout) => client.Ask(async zk =>
    {
        var plan = Parse(await zk.GetDataAsync(ZnodeLayout.Rollout(rollout)), PayloadJson.Default.RolloutPlan);
        var waves = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var k = 0; k < (await zk.GetChildrenAsync(ZnodeLayout.Targets(rollout))).Names.Count; k++)
        {
            var chunk = PayloadCodec.ReadCompressed((await zk.GetDataAsync(ZnodeLayout.TargetChunk(rollout, k))).Data!, PayloadJson.Default.TargetChunk, PayloadLimits.PayloadBytes).Value!;
            foreach (var (wave, node) in chunk.Waves.SelectMany(w => w.Nodes.Select(node => (w.Wave, node)))) waves.Add(node, wave);
        }

        var rows = new Dictionary<string, (CommandResult Result, Stat Stat)>(StringComparer.Ordinal);
        foreach (var node in (await zk.GetChildrenAsync(ZnodeLayout.Rows(rollout))).Names)
        {
            var row = await zk.GetDataAsync(ZnodeLayout.Row(rollout, NodeName.Parse(node)));
            rows.Add(node, (Parse(row, PayloadJson.Default.CommandResult), row.Stat));
        }

        return new RolloutVerdict(plan, waves, rows);
    });

    /// <summary>Every target has one row, written once, and it says what the node was made to do. A node that was away for longer than the grace may have been given up for that.</summary>
    /// <param name="scripts">What they were made to do.</param>
    /// <param name="absence">How long a node's host was dead or frozen at most.</param>
    /// <returns>Nodes that were given up for that alone.</returns>
    public IReadOnlyList<string> EveryNodeEndedAsItWasMadeTo(IReadOnlyList<NodeScript> scripts, Func<NodeScript, TimeSpan> absence)
    {
        Assert.Equal(scripts.Select(script => script.Name).Order(StringComparer.Ordinal), _rows.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(scripts.Count, _waves.Count);
        var (wrong, givenUp) = (new List<string>(), new List<string>());
        foreach (var script in scripts)
        {
            var (result, stat) = _rows[script.Name];
            if (stat.Version != 1) wrong.Add($"{script.Name}: its row was written {stat.Version} times");
            if (result.Node != script.Name || result.Command != _plan.Id || result.Rollout != _plan.Id) wrong.Add($"{script.Name}: its row holds a result of {result.Node} for {result.Command}");
            var isAsMade = result.State == script.Ends && (script.Reason is null || result.Reason?.Code == script.Reason)
                && (script.Ends is not (ResultState.Succeeded or ResultState.Failed) || (result.ExitCode == script.ExitCode && result.Attempt == 1));
            if (isAsMade) continue;
            if (result.State is ResultState.Unreachable or ResultState.Offline && absence(script) >= TimeSpan.FromSeconds(_plan.GraceS)) givenUp.Add(script.Name);
            else wrong.Add($"{script.Name}: {result.State.Word()}, exit code {result.ExitCode}, attempt {result.Attempt}, {result.Reason?.Code} ({result.Reason?.Text}) in place of {script.Ends.Word()}, exit code {script.ExitCode}; away for {absence(script).TotalSeconds:0.0} s at most");
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        return givenUp;
    }

    /// <summary>In no wave were more nodes outstanding at once than the stored plan allows.</summary>
    /// <returns>The most at once, by wave.</returns>
    public IReadOnlyList<int> NeverMoreOutstandingThanParallel()
    {
        var most = _plan.Waves.Select((_, wave) => MostOutstanding(wave)).ToList();
        for (var wave = 0; wave < most.Count; wave++) Assert.True(most[wave] <= _plan.Waves[wave].Parallel, $"{most[wave]} outstanding in wave {_plan.Waves[wave].Name}: the limit is {_plan.Waves[wave].Parallel}");
        return most;
    }

    /// <summary>Each wave has its planned size, and began after the last result of the one before it and its soak, by ZooKeeper's clock.</summary>
    public void WavesCameOneAfterTheOther()
    {
        for (var wave = 0; wave < _plan.Waves.Count; wave++)
        {
            var rows = RowsOf(wave).ToList();
            Assert.Equal(_plan.Waves[wave].Targets, rows.Count);
            if (wave == 0) continue;
            var before = RowsOf(wave - 1).ToList();
            Assert.True(rows.Min(row => row.Stat.Czxid) > before.Max(row => row.Stat.Mzxid), $"wave {_plan.Waves[wave].Name} began before the last result of the wave before it");
            var pause = rows.Min(row => row.Stat.Ctime) - before.Max(row => row.Stat.Mtime);
            Assert.True(pause >= _plan.Waves[wave - 1].SoakS * 1000, $"wave {_plan.Waves[wave].Name} began {pause} ms after the last result of the wave before it, whose soak is {_plan.Waves[wave - 1].SoakS} s");
        }
    }

    /// <summary>No stored budget was reached, so nothing may have halted the rollout, and nothing did.</summary>
    public void BudgetsWereKept(RolloutState end)
    {
        Assert.Equal(0, end.Halts);
        Assert.True(Failures(_rows.Keys) < _plan.Halt!.Failures!.Nodes, $"{Failures(_rows.Keys)} failures in all: the limit is {_plan.Halt.Failures.Nodes}");
        for (var wave = 0; wave < _plan.Waves.Count; wave++)
            Assert.True(Failures(NodesOf(wave)) < _plan.Waves[wave].Failures!.Nodes, $"{Failures(NodesOf(wave))} failures in wave {_plan.Waves[wave].Name}: the limit is {_plan.Waves[wave].Failures!.Nodes}");
    }

    private int Failures(IEnumerable<string> nodes) => nodes.Count(node => _rows[node].Result.State.Class() == ResultClass.Failure);

    private int MostOutstanding(int wave)
    {
        var (now, most) = (0, 0);
        var changes = RowsOf(wave).SelectMany(row => new[] { (Zxid: row.Stat.Czxid, By: 1), (Zxid: row.Stat.Mzxid, By: -1) }).OrderBy(change => change.Zxid).ThenBy(change => change.By);
        foreach (var change in changes) most = Math.Max(most, now += change.By);
        return most;
    }

    private IEnumerable<string> NodesOf(int wave) => _waves.Where(node => node.Value == wave).Select(node => node.Key);

    private IEnumerable<(CommandResult Result, Stat Stat)> RowsOf(int wave) => NodesOf(wave).Select(node => _rows[node]);

    private static T Parse<T>(ZnodeData znode, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type) where T : class
    {
        var reading = PayloadCodec.Read(znode.Data ?? [], type);
        Assert.True(reading.IsValid, reading.Error?.Text);
        return reading.Value!;
    }
}
