using ChefActors.Controller.Rollouts;
using ChefActors.Core.Results;
using ChefActors.Core.Rollouts;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace ChefActors.Controller.Console.Rendering;

/// <summary>The waves of a rollout as bars, a line each; of many those around the current one.</summary>
internal static class WaveLines
{
    private const int BarWidth = 20;
    private const int NameAtMost = 16;
    private const int StateWidth = 9;
    private const int WavesAtMost = 7;

    /// <summary>Nothing for a rollout of one wave: its progress is the rollout's.</summary>
    public static IEnumerable<IRenderable> Of(RolloutSnapshot snapshot, int width)
    {
        var waves = snapshot.State.Waves;
        if (waves.Count < 2) yield break;
        var tallies = Tallies(snapshot);
        var nameWidth = Math.Min(NameAtMost, waves.Max(w => SafeText.Line(w.Name).Length));
        var from = Math.Clamp(snapshot.State.Wave - (WavesAtMost / 2), 0, Math.Max(0, waves.Count - WavesAtMost));
        if (from > 0) yield return new ScreenLine(width).Add($"… {TimeText.Count(from, "wave")} before", Shades.Quiet).Renderable;
        for (var i = from; i < Math.Min(waves.Count, from + WavesAtMost); i++) yield return Line(waves[i], tallies[i], nameWidth, width);
        var after = waves.Count - from - WavesAtMost;
        if (after > 0) yield return new ScreenLine(width).Add($"… {TimeText.Count(after, "wave")} to come", Shades.Quiet).Renderable;
    }

    private static IRenderable Line(WaveStatus wave, ResultTally tally, int nameWidth, int width)
    {
        var ended = tally.Targets - tally.Pending - tally.Outstanding;
        var (good, all) = (Cells(tally.Count(ResultClass.Success), tally.Targets), Cells(ended, tally.Targets));
        var line = new ScreenLine(width)
            .Column(SafeText.Line(wave.Name), nameWidth)
            .Column(wave.State.ToString().ToLowerInvariant(), StateWidth, StyleOf(wave.State))
            .Add(new string('━', good), Shades.Good).Add(new string('━', all - good), Shades.Bad).Add(new string('─', BarWidth - all), Shades.Quiet)
            .Add($"  {ended} of {tally.Targets}");
        if (tally.Count(ResultClass.Failure) is > 0 and var failed) line.Add($"  {failed} failed", Shades.Bad);
        if (tally.Outstanding > 0) line.Add($"  {tally.Outstanding} outstanding", Shades.Busy);
        return line.Renderable;
    }

    private static ResultTally[] Tallies(RolloutSnapshot snapshot)
    {
        var tallies = snapshot.State.Waves.Select(w => ResultTally.Of(w.Targets)).ToArray();
        foreach (var node in snapshot.Nodes.Where(n => n.Wave < tallies.Length && (n.Standing.Dispatched || n.Standing.Ended is not null)))
            tallies[node.Wave] = tallies[node.Wave].Move(NodeStanding.Pending, node.Standing);
        return tallies;
    }

    private static int Cells(int part, int whole) => whole == 0 ? 0 : (int)((long)part * BarWidth / whole);

    private static Style StyleOf(WaveState state) => state switch
    {
        WaveState.Succeeded => Shades.Good,
        WaveState.Failed or WaveState.Halted => Shades.Bad,
        WaveState.Waiting => Shades.Careful,
        WaveState.Running => Shades.Busy,
        _ => Shades.Quiet,
    };
}
