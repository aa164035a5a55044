using ChefActors.Core.Commands;
using ChefActors.Core.Results;
using ChefActors.NodeHost.ChefClient;
using ChefActors.NodeHost.Journal;

namespace ChefActors.NodeHost.Running;

/// <summary>The one run that is under way, from its turn to its journaled outcome.</summary>
internal sealed record ActiveRun
{
    /// <summary>The command.</summary>
    public required QueuedCommand Item { get; init; }

    /// <summary>Which start.</summary>
    public required int Attempt { get; init; }

    /// <summary>Where it stands.</summary>
    public required RunPhase Phase { get; init; }

    /// <summary>The wrapper is being started; of a restart: the supervisor is being looked for.</summary>
    public bool IsSpawning { get; init; }

    /// <summary>The held wrapper; of a restart this very process.</summary>
    public ProcessIdentity? Wrapper { get; init; }

    /// <summary>The start's record, once it was handed to the journal.</summary>
    public JournalRecord.Start? Start { get; init; }

    /// <summary>The start's record is durable.</summary>
    public bool IsStartSynced { get; init; }

    /// <summary>A claim is on its way.</summary>
    public bool IsClaiming { get; init; }

    /// <summary>The claim.</summary>
    public ClaimAnswer.Granted? Grant { get; init; }

    /// <summary>A record is on its way to the disk.</summary>
    public JournalRecord? Appending { get; init; }

    /// <summary>A record that could not be written and is tried again.</summary>
    public JournalRecord? ToAppend { get; init; }

    /// <summary>What follows when all is taken back; only while abandoning.</summary>
    public Aftermath? Aftermath { get; init; }

    /// <summary>The result of the attempt before, if there was one that ended.</summary>
    public CommandResult? Previous { get; init; }

    /// <summary>When the run's time is up, since boot.</summary>
    public TimeSpan Deadline { get; init; }

    /// <summary>The pid for whose lock it waits.</summary>
    public int? LockHolder { get; init; }

    /// <summary>Resources done so far, for the eye; null: not known.</summary>
    public int? ResourcesDone { get; init; }

    /// <summary>When its output is looked at next.</summary>
    public TimeSpan LockLookAt { get; init; }

    /// <summary>Why it is being stopped.</summary>
    public StopCause? Stop { get; init; }

    /// <summary>How far stopping has come; null: the record of the stop is not durable yet, or the run has ended.</summary>
    public StopLadder? Ladder { get; init; }

    /// <summary>Its end after a stop, while what it started is ended by force.</summary>
    public RunEnd? StoppedEnd { get; init; }

    /// <summary>Its end, while the znodes are asked what it means.</summary>
    public RunEnd? UnexplainedEnd { get; init; }

    /// <summary>A restart that this process is the end of: the znodes are asked whether the one before could go.</summary>
    public bool IsVerifying { get; init; }

    /// <summary>Its process is the node host itself.</summary>
    internal bool IsRestart => Item.Command.Kind == CommandKind.Restart;

    /// <summary>The command's id.</summary>
    internal string Id => Item.Id;
}
