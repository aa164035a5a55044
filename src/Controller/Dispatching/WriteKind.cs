namespace ChefActors.Controller.Dispatching;

/// <summary>What a transaction of a controller is for: tests stop a controller before or after one of a kind.</summary>
internal enum WriteKind
{
    /// <summary>T1.</summary>
    Start,

    /// <summary>A chunk of targets.</summary>
    Chunk,

    /// <summary>T2.</summary>
    TakeOver,

    /// <summary>T3.</summary>
    State,

    /// <summary>T4.</summary>
    Dispatch,

    /// <summary>T4b.</summary>
    Terminal,

    /// <summary>T8.</summary>
    EndUnclaimed,

    /// <summary>T9.</summary>
    AskToStop,

    /// <summary>T10.</summary>
    GiveUp,

    /// <summary>T11.</summary>
    End,

    /// <summary>T15.</summary>
    Rollback,

    /// <summary>T12: a chunk of folded results.</summary>
    Fold,

    /// <summary>T12: the mark that all are folded.</summary>
    FoldMark,

    /// <summary>T12: rows that are folded go.</summary>
    RemoveRows,

    /// <summary>T12: the mark that it is over.</summary>
    Compacted,

    /// <summary>T13: the mark that a rollout leaves the history.</summary>
    RemovalMark,

    /// <summary>T13: znodes of a rollout that leaves the history.</summary>
    RemoveHistory,
}
