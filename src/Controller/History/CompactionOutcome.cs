namespace ChefActors.Controller.History;

/// <summary>What became of the wish to compact a rollout.</summary>
internal enum CompactionOutcome
{
    /// <summary>It is compacted.</summary>
    Compacted,

    /// <summary>It has not ended.</summary>
    Unfinished,

    /// <summary>Another controller has it in hand.</summary>
    OwnedByOther,

    /// <summary>It is a query's: it stays whole until its answer was read, or history goes.</summary>
    Query,

    /// <summary>There is no such rollout, or it is being removed.</summary>
    Gone,
}
