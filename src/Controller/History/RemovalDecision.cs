namespace ChefActors.Controller.History;

/// <summary>Which ended rollouts leave the history. Pure.</summary>
internal static class RemovalDecision
{
    /// <summary>
    /// Those that are too old or too many, the oldest first, and whatever was begun. One of which a node may still send a result is spared by the count, not by the
    /// age: its result is worth a place, but a machine that never comes back must not hold it for ever.
    /// </summary>
    public static IReadOnlyList<string> Of(IReadOnlyList<HistoryEntry> ended, HistoryLimits limits, DateTimeOffset now)
    {
        var newestFirst = ended.Where(e => !e.IsRemoving).OrderByDescending(e => e.EndedAt).ThenByDescending(e => e.Rollout, StringComparer.Ordinal).ToList();
        var tooMany = newestFirst.Skip(limits.Keep).Where(e => !e.MayStillRun);
        var tooOld = newestFirst.Where(e => now - e.EndedAt > limits.KeepFor);
        return
        [
            .. ended.Where(e => e.IsRemoving).Concat(tooMany.Concat(tooOld).Distinct().Where(e => e.IsSettled))
                .OrderBy(e => e.EndedAt).ThenBy(e => e.Rollout, StringComparer.Ordinal).Select(e => e.Rollout),
        ];
    }
}
