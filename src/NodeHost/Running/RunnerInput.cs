using ChefActors.Core.Results;
using ChefActors.NodeHost.ChefClient;
using ChefActors.NodeHost.Delivery;
using ChefActors.NodeHost.Facts;
using ChefActors.NodeHost.Journal;
using ChefActors.NodeHost.Watching;

namespace ChefActors.NodeHost.Running;

/// <summary>What the runner is told. A closed set. Answers carry id and attempt, so that a late one is known and dropped.</summary>
internal abstract record RunnerInput
{
    private RunnerInput()
    {
    }

    /// <summary>A timer woke; the stored times decide.</summary>
    internal sealed record Tick : RunnerInput;

    /// <summary>This node host is registered, in this cluster, or is so no more.</summary>
    internal sealed record RegistrationChanged(bool IsRegistered, string? ClusterId = null) : RunnerInput;

    /// <summary>The fact <c>chef_mode</c> is known, or is another one than before.</summary>
    internal sealed record ChefModeLearned(ChefMode Mode) : RunnerInput;

    /// <summary>An inbox entry was read.</summary>
    internal sealed record EntryRead(EntrySnapshot Entry) : RunnerInput;

    /// <summary>An inbox entry is no more.</summary>
    internal sealed record EntryGone(string Id) : RunnerInput;

    /// <summary>The slot was read.</summary>
    internal sealed record SlotRead(SlotSnapshot Slot) : RunnerInput;

    /// <summary>A wrapper is held.</summary>
    internal sealed record Spawned(string Id, int Attempt, ProcessIdentity Wrapper) : RunnerInput;

    /// <summary>No wrapper was started: with a reason the command is at fault, without one the state directory is.</summary>
    internal sealed record SpawnFailed(string Id, int Attempt, Reason? Fault, string Error) : RunnerInput;

    /// <summary>A restart may be made: its process is this one, and somebody will start the next.</summary>
    internal sealed record RestartReady(string Id, int Attempt, ProcessIdentity Host) : RunnerInput;

    /// <summary>A restart must not be made, as nobody would start the next process.</summary>
    internal sealed record RestartRefused(string Id, int Attempt, Reason Reason) : RunnerInput;

    /// <summary>A claim was answered.</summary>
    internal sealed record ClaimAnswered(string Id, int Attempt, ClaimAnswer Answer) : RunnerInput;

    /// <summary>A record is durable.</summary>
    internal sealed record Appended(JournalRecord Record) : RunnerInput;

    /// <summary>A record could not be written.</summary>
    internal sealed record AppendFailed(JournalRecord Record, string Error) : RunnerInput;

    /// <summary>What a stopped run had started was ended by force; what could not be ended was told to the log.</summary>
    internal sealed record Forced(string Id, int Attempt) : RunnerInput;

    /// <summary>A run of an earlier life was looked at; null: it lives.</summary>
    internal sealed record Observed(string Id, int Attempt, RunEnd? End) : RunnerInput;

    /// <summary>The znodes of a run whose end explains nothing were looked at.</summary>
    internal sealed record Inspected(string Id, int Attempt, EntryStanding Standing) : RunnerInput;

    /// <summary>A run is over.</summary>
    internal sealed record Ended(string Id, int Attempt, RunEnd End) : RunnerInput;

    /// <summary>A run that lives was looked at.</summary>
    internal sealed record Looked(string Id, int Attempt, RunProgress Progress) : RunnerInput;

    /// <summary>The first result of the spool is in.</summary>
    internal sealed record Reported(string Id) : RunnerInput;

    /// <summary>A refusal is in, or its entry was gone.</summary>
    internal sealed record Refused(string Id) : RunnerInput;
}
