using ChefActors.Controller.Rollouts;
using ChefActors.Core.Results;
using ChefActors.Core.Rollouts;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace ChefActors.Controller.Console.Rendering;

/// <summary>The live view of a rollout as a value: heading, progress, counts, then nodes, those in trouble first. Never higher than the screen.</summary>
internal static class RolloutScreen
{
    private const int BarWidth = 30;
    private const int NameAtMost = 32;
    private const int StateWidth = 14;
    private const int WordsAtMost = 2;

    /// <summary>Builds it.</summary>
    /// <param name="snapshot">The latest look.</param>
    /// <param name="cluster">The cluster's name.</param>
    /// <param name="now">Now by the snapshot's clock.</param>
    /// <param name="seen">Since when each outstanding node has been seen so.</param>
    /// <param name="note">Something to know; null: nothing.</param>
    /// <param name="width">Cells of a line.</param>
    /// <param name="height">Lines of the screen.</param>
    public static IRenderable Of(
        RolloutSnapshot snapshot, string cluster, DateTimeOffset now, IReadOnlyDictionary<string, DateTimeOffset> seen, string? note, int width, int height)
    {
        var lines = new List<IRenderable>
        {
            new ScreenLine(width).Add("cluster ").Add(cluster, Shades.Strong).Add("  rollout ").Add(snapshot.Plan.Id).Add("  ").Add(SafeText.Line(snapshot.Plan.Name), Shades.Strong).Renderable,
            Progress(snapshot, now, width),
            Counts(snapshot.Tally, width),
        };
        lines.AddRange(WaveLines.Of(snapshot, width));
        if (snapshot.State.Reason is { } reason) lines.Add(new ScreenLine(width).Add("because: " + SafeText.Line(reason.Text), Shades.Careful).Renderable);
        lines.AddRange(LastWords(snapshot, width));
        if (note is not null) lines.Add(new ScreenLine(width).Add(note, Shades.Careful).Renderable);

        // One line stays free for the cursor, one for the count of what did not fit.
        var room = Math.Max(1, height - lines.Count - 3);
        var shown = snapshot.Nodes.Where(n => ResultText.IsTrouble(n) || n.Standing is { Dispatched: true, Ended: null }).OrderBy(ResultText.Rank).ToList();
        if (shown.Count > 0) lines.Add(new Text(""));
        var nameWidth = shown.Count == 0 ? 0 : Math.Min(NameAtMost, shown.Take(room).Max(n => n.Node.Value.Length));
        foreach (var node in shown.Take(room)) lines.Add(Node(node, nameWidth, now, seen, width));
        if (shown.Count > room) lines.Add(new ScreenLine(width).Add($"… and {shown.Count - room} more", Shades.Quiet).Renderable);
        return new Rows(lines);
    }

    /// <summary>How much longer at the pace so far; null: nothing has ended yet, or nothing is left.</summary>
    public static TimeSpan? TimeLeft(ResultTally tally, TimeSpan elapsed)
    {
        var left = tally.Pending + tally.Outstanding;
        var ended = tally.Targets - left;
        return ended == 0 || left == 0 ? null : elapsed * ((double)left / ended);
    }

    /// <summary>The operators' latest words.</summary>
    private static IEnumerable<IRenderable> LastWords(RolloutSnapshot snapshot, int width) => snapshot.Control.Words.TakeLast(WordsAtMost).Select(word =>
        new ScreenLine(width).Add($"{TimeText.At(word.When)}  {SafeText.Line(word.Who)}: {SafeText.Line(word.Verb)}{(word.Detail is { } detail ? " " + SafeText.Line(detail) : "")}", Shades.Quiet).Renderable);

    private static IRenderable Progress(RolloutSnapshot snapshot, DateTimeOffset now, int width)
    {
        var tally = snapshot.Tally;
        var ended = tally.Targets - tally.Pending - tally.Outstanding;
        var good = tally.Count(ResultClass.Success);
        var (goodCells, endedCells) = (Cells(good, tally.Targets), Cells(ended, tally.Targets));
        var line = new ScreenLine(width)
            .Column(snapshot.State.Phase.Word(), 9, Shades.Strong)
            .Add(new string('━', goodCells), Shades.Good)
            .Add(new string('━', endedCells - goodCells), Shades.Bad)
            .Add(new string('─', BarWidth - endedCells), Shades.Quiet)
            .Add($"  {ended} of {tally.Targets}");
        if (snapshot.State.StartedAt is { } started)
        {
            var elapsed = (snapshot.State.FinishedAt ?? now) - started;
            line.Add($"  {TimeText.Duration(elapsed)}");
            if (snapshot.State.Phase == RolloutPhase.Running && TimeLeft(tally, elapsed) is { } left) line.Add($", about {TimeText.Duration(left)} left");
        }

        return line.Renderable;
    }

    private static int Cells(int part, int whole) => whole == 0 ? 0 : (int)((long)part * BarWidth / whole);

    private static IRenderable Counts(ResultTally tally, int width)
    {
        var line = new ScreenLine(width);
        foreach (var state in ResultStates.All.Where(tally.Ended.ContainsKey)) line.Add($"{state.Word()} {tally.Ended[state]}  ", Shades.Of(state));
        if (tally.Outstanding > 0) line.Add($"outstanding {tally.Outstanding}  ", Shades.Busy);
        if (tally.Pending > 0) line.Add($"pending {tally.Pending}", Shades.Quiet);
        return line.Renderable;
    }

    private static IRenderable Node(NodeSnapshot node, int nameWidth, DateTimeOffset now, IReadOnlyDictionary<string, DateTimeOffset> seen, int width)
    {
        var line = new ScreenLine(width).Column(node.Node.Value, nameWidth).Column(ResultText.Word(node.Standing), StateWidth, Shades.Of(node));
        if (node.Standing.Ended is null) return line.Add(seen.TryGetValue(node.Node.Value, out var since) ? TimeText.Duration(now - since) : "", Shades.Quiet).Renderable;
        return line.Add(ResultText.Why(node.Result)).Renderable;
    }
}
