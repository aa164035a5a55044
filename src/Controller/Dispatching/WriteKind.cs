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
}
