namespace ChefActors.Controller.Planning.Plans;

/// <summary>The key <c>waves</c>.</summary>
internal static class WaveReading
{
    /// <summary>The most waves of a plan.</summary>
    public const int WavesAtMost = 100;

    private const string Allowed = "a list of waves, such as [{name: canary, nodes: 1}, {name: rest, nodes: rest}]";

    private static readonly TimeSpan Longest = TimeSpan.FromDays(30);

    /// <summary>The waves; empty: there are none, which is a fault.</summary>
    public static IReadOnlyList<PlannedWave> Read(PlanGroup plan)
    {
        var node = plan.Required("waves", Allowed);
        if (node is not PlanNode.Items { Values.Count: > 0 and <= WavesAtMost } items)
        {
            if (node is not null and not PlanNode.Broken) plan.Fault(node.At, "waves", node is PlanNode.Items list ? $"a list of {list.Values.Count}" : node.Shown, $"{Allowed}, from 1 to {WavesAtMost}");
            return [];
        }

        var waves = new List<PlannedWave>();
        for (var i = 0; i < items.Values.Count; i++)
        {
            if (plan.AsGroup(items.Values[i], $"waves[{i}]", PlanKeys.Wave, "a mapping such as {name: canary, nodes: 1}") is { } group) waves.Add(Wave(group, i));
        }

        if (waves.Count == items.Values.Count) Together(plan, waves, items);
        return waves;
    }

    private static PlannedWave Wave(PlanGroup group, int index)
    {
        group.Required("nodes", WaveSize.Allowed);
        return new PlannedWave(
            group.Value("name", $"a name of A-Z a-z 0-9 . _ -, at most {PlannedWave.NameAtMost} characters", text => PlannedWave.IsName(text) ? text : null) ?? $"wave-{index + 1}",
            group.Value<WaveSize>("nodes", WaveSize.Allowed, WaveSize.Read) ?? new WaveSize.Rest(),
            group.Value<Amount>("parallel", Amount.Allowed + " of the wave", Amount.Read) ?? PlannedWave.ParallelByDefault,
            group.Seconds("soak", TimeSpan.Zero, Longest) ?? 0,
            group.Flag("approve"),
            group.Seconds("approve_within", TimeSpan.FromSeconds(1), Longest) ?? PlannedWave.ApproveWithinByDefault,
            group.At);
    }

    /// <summary>What no wave can say by itself: names are unique, shares grow, nothing follows the rest, and the last reaches all.</summary>
    private static void Together(PlanGroup plan, List<PlannedWave> waves, PlanNode.Items items)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var (share, last) = (0, waves.Count - 1);
        for (var i = 0; i <= last; i++)
        {
            var (wave, at, path) = (waves[i], NodesAt(items.Values[i]), $"waves[{i}]");
            if (!names.Add(wave.Name)) plan.Faults.Add(wave.At, $"{path}.name", $"the name {PlanNode.Quoted(wave.Name)} again", "a name of its own for every wave");
            if (at is null) continue;
            switch (wave.Nodes)
            {
                case WaveSize.Rest when i < last:
                    plan.Faults.Add(at, $"{path}.nodes", $"rest, and {last - i} more after it", "rest in the last wave");
                    break;
                case WaveSize.UpTo { Share.Value: var value } when value <= share:
                    plan.Faults.Add(at, $"{path}.nodes", $"{value}% after {share}%", "a larger share, as a share is one of all targets, with those of the waves before");
                    break;
                case WaveSize.UpTo { Share.Value: < 100 and var value } when i == last:
                    plan.Faults.Add(at, $"{path}.nodes", $"{value}% in the last wave", "rest, as the last wave must reach all targets");
                    break;
                case WaveSize.UpTo up:
                    share = up.Share.Value;
                    break;
            }
        }
    }

    /// <summary>Where a wave's size stands; null: it has none that holds.</summary>
    private static PlanPlace? NodesAt(PlanNode wave) =>
        wave is PlanNode.Group group && group.Entries.FirstOrDefault(e => e.Key == "nodes")?.Value is PlanNode.Text text && WaveSize.Read(text.Value) is not null ? text.At : null;
}
