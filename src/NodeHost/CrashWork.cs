namespace ChefActors.NodeHost;

/// <summary>What a node host does to the world or reads of it, one by one: the pieces of work that <see cref="CrashPoint"/> stands before and after. A closed list.</summary>
internal enum CrashWork
{
    /// <summary>A cloned image's journal is renamed.</summary>
    SetJournalAside,

    /// <summary>The journal is written anew and put in place of the old one: at a start, and when it has grown.</summary>
    ReplaceJournal,

    /// <summary>The cluster's identity is made, by the first node host there.</summary>
    MakeCluster,

    /// <summary>T0: the node's own znodes, one by one.</summary>
    MakeZnodes,

    /// <summary>T0: <c>alive</c>.</summary>
    Register,

    /// <summary>T0: one's own ghost and the new <c>alive</c>, in one multi.</summary>
    ReplaceGhost,

    /// <summary>The record <c>adopted</c>: to which cluster this journal belongs.</summary>
    AppendAdopted,

    /// <summary>T5, T5s.</summary>
    Claim,

    /// <summary>A held wrapper is started.</summary>
    Spawn,

    /// <summary>A restart: looking whether somebody would start this process again.</summary>
    AskSupervisor,

    /// <summary>The record <c>start</c>.</summary>
    AppendStart,

    /// <summary><c>go</c>.</summary>
    Release,

    /// <summary>A restart: this process is asked to end.</summary>
    EndHost,

    /// <summary>Waiting for a run's end.</summary>
    Await,

    /// <summary>Looking at a run that lives: the lock that it waits for, how far it is.</summary>
    Look,

    /// <summary>The record <c>stopping</c>.</summary>
    AppendStopping,

    /// <summary>A signal to a run.</summary>
    Signal,

    /// <summary>The end by force of what a stopped run left.</summary>
    Force,

    /// <summary>The record <c>outcome</c>.</summary>
    AppendOutcome,

    /// <summary>T6, T6s.</summary>
    Report,

    /// <summary>The record <c>sent</c>.</summary>
    AppendSent,

    /// <summary>The output moves to the kept logs.</summary>
    KeepLog,

    /// <summary>T7.</summary>
    Refuse,

    /// <summary>A held wrapper is let end.</summary>
    Dismiss,

    /// <summary>The record <c>dropped</c>.</summary>
    AppendDropped,

    /// <summary>An entry goes without a result.</summary>
    Drop,

    /// <summary>Looking at a run of an earlier life.</summary>
    Observe,

    /// <summary>Looking at the znodes of such a run.</summary>
    Inspect,
}
