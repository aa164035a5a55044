using ChefActors.Controller.Rollouts;
using ChefActors.Core.Results;
using ChefActors.Core.Rollouts;

namespace ChefActors.Controller.Console.Rendering;

/// <summary>The last lines about a rollout: what became of it and what to type next.</summary>
internal static class ClosingText
{
    /// <summary>Nodes in trouble that are listed before the rest is only counted.</summary>
    public const int TroubleAtMost = 20;

    /// <summary>One line for a node that has ended.</summary>
    public static string Node(NodeSnapshot node)
    {
        var parts = new List<string> { node.Node.Value, ResultText.Word(node.Standing) };
        if (ResultText.Took(node.Result) is { } took) parts[1] += " in " + TimeText.Duration(took);
        var why = ResultText.Why(node.Result);
        if (why.Length > 0) parts.Add(why);
        else if (ResultText.Resources(node.Result) is { Length: > 0 } resources) parts.Add(resources);
        return string.Join("  ", parts);
    }

    /// <summary>Nodes in trouble, worst first.</summary>
    public static IReadOnlyList<NodeSnapshot> Trouble(RolloutSnapshot snapshot) =>
        [.. snapshot.Nodes.Where(ResultText.IsTrouble).OrderBy(ResultText.Rank)];

    /// <summary><c>cluster prod: rollout 01J… failed: 12 targets, 11 succeeded, 1 failed, after 14 s</c>.</summary>
    public static string Verdict(RolloutSnapshot snapshot, string cluster)
    {
        var state = snapshot.State;
        var text = $"cluster {cluster}: rollout {snapshot.Plan.Id} {state.Phase.Word()}: {TimeText.Count(snapshot.Tally.Targets, "target")}, {ResultText.Counts(snapshot.Tally)}";
        if (state is { StartedAt: { } started, FinishedAt: { } finished }) text += $", after {TimeText.Duration(finished - started)}";
        return text;
    }

    /// <summary>Why the rollout is as it is; null: nothing more to say.</summary>
    public static string? Reason(RolloutSnapshot snapshot) => snapshot.State.Reason is { } reason ? "because: " + SafeText.Line(reason.Text.Length > 0 ? reason.Text : reason.Code) : null;

    /// <summary>What to type next, the likeliest first.</summary>
    public static IEnumerable<string> Next(RolloutSnapshot snapshot, Func<string, string> typed) => NextCommand.Of(snapshot).Select(verb => "next: " + typed(verb));

    /// <summary>All of it, with the nodes in trouble where they have not been shown before.</summary>
    public static IEnumerable<string> Lines(RolloutSnapshot snapshot, string cluster, bool withTrouble, bool withNext, Func<string, string> typed)
    {
        if (withTrouble)
        {
            var trouble = Trouble(snapshot);
            foreach (var node in trouble.Take(TroubleAtMost)) yield return Node(node);
            if (trouble.Count > TroubleAtMost) yield return $"… and {trouble.Count - TroubleAtMost} more: {typed($"rollout show {snapshot.Plan.Id}")}";
        }

        yield return Verdict(snapshot, cluster);
        if (Reason(snapshot) is { } reason) yield return reason;
        if (snapshot.State.Halt?.RollbackRefused is { } refused) yield return "not rolled back: " + SafeText.Line(refused);
        if (!withNext) yield break;
        foreach (var next in Next(snapshot, typed)) yield return next;
    }
}
