namespace ChefActors.Controller.History;

/// <summary>An ended rollout as the history sees it.</summary>
/// <param name="Rollout">Its id.</param>
/// <param name="EndedAt">When it ended.</param>
/// <param name="IsSettled">It is compacted, or a query's: nobody has anything to do with it any more.</param>
/// <param name="MayStillRun">One of its nodes may still send a result.</param>
/// <param name="IsRemoving">Its removal was begun.</param>
internal sealed record HistoryEntry(string Rollout, DateTimeOffset EndedAt, bool IsSettled, bool MayStillRun, bool IsRemoving);
