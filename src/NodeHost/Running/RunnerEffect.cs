using ChefActors.Core.Nodes;
using ChefActors.Core.Results;
using ChefActors.NodeHost.ChefClient;
using ChefActors.NodeHost.Journal;

namespace ChefActors.NodeHost.Running;

/// <summary>What the runner wants done, in order. A closed set: together with the inputs it is all that this node host does to the world.</summary>
internal abstract record RunnerEffect
{
    private RunnerEffect()
    {
    }

    /// <summary>Start a held wrapper: Spawned or SpawnFailed.</summary>
    internal sealed record Spawn(RunOrder Order) : RunnerEffect;

    /// <summary>Look whether somebody would start this process again: RestartReady or RestartRefused.</summary>
    internal sealed record AskSupervisor(string Id, int Attempt) : RunnerEffect;

    /// <summary>End this process, in order.</summary>
    internal sealed record EndHost(JournalRecord.Start Start) : RunnerEffect;

    /// <summary>Claim: ClaimAnswered.</summary>
    internal sealed record Claim(QueuedCommand Item, int Attempt) : RunnerEffect;

    /// <summary>Write a record: Appended or AppendFailed.</summary>
    internal sealed record Append(JournalRecord Record) : RunnerEffect;

    /// <summary>Give <c>go</c>.</summary>
    internal sealed record Release(JournalRecord.Start Start) : RunnerEffect;

    /// <summary>Let a held wrapper end.</summary>
    internal sealed record Dismiss(ProcessIdentity Wrapper) : RunnerEffect;

    /// <summary>Wait for the end of a run: Ended.</summary>
    internal sealed record Await(JournalRecord.Start Start) : RunnerEffect;

    /// <summary>Look at a run of an earlier life: Observed.</summary>
    internal sealed record Observe(JournalRecord.Start Start) : RunnerEffect;

    /// <summary>Look at the znodes of a run: Inspected.</summary>
    internal sealed record Inspect(JournalRecord.Start Start) : RunnerEffect;

    /// <summary>End what a run started that has ended itself: Forced.</summary>
    internal sealed record Force(JournalRecord.Start Start) : RunnerEffect;

    /// <summary>Signal a run.</summary>
    internal sealed record Signal(JournalRecord.Start Start, ChefSignal What) : RunnerEffect;

    /// <summary>Look at a run that lives: Looked.</summary>
    internal sealed record Look(JournalRecord.Start Start) : RunnerEffect;

    /// <summary>Send a result until it is in (T6, T6s): Reported.</summary>
    internal sealed record Report(JournalRecord.Outcome Outcome) : RunnerEffect;

    /// <summary>Answer without a run (T7): Refused.</summary>
    internal sealed record Refuse(string Id, int? EntryVersion, SlotIdentity? Slot, CommandResult Result) : RunnerEffect;

    /// <summary>Delete an entry that gets no result of ours: Refused.</summary>
    internal sealed record DropEntry(string Id, int EntryVersion, bool IsSlot) : RunnerEffect;

    /// <summary>Move the output to the kept logs.</summary>
    internal sealed record KeepLog(string Id) : RunnerEffect;

    /// <summary>Read slot and inbox again.</summary>
    internal sealed record Reread : RunnerEffect;

    /// <summary>Show what goes on.</summary>
    internal sealed record Show(Activity Activity) : RunnerEffect;
}
