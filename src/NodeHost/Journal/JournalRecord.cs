using ChefActors.Core.Commands;
using ChefActors.Core.Results;

namespace ChefActors.NodeHost.Journal;

/// <summary>One record of the journal (DELIVERY, section 5). The set is closed. All are synced before what follows from them, but <see cref="Sent"/>.</summary>
internal abstract record JournalRecord
{
    private JournalRecord()
    {
    }

    /// <summary>The first record of every journal. With another machine's id the journal is that of a cloned image.</summary>
    internal sealed record Header(string JournalId, string MachineId) : JournalRecord;

    /// <summary>The cluster that this node host belongs to; the latest counts.</summary>
    internal sealed record Adopted(string ClusterId) : JournalRecord;

    /// <summary>A wrapper is held and may be released. Deadlines are of CLOCK_BOOTTIME, in milliseconds, and count only with the same boot id.</summary>
    internal sealed record Start : JournalRecord
    {
        /// <summary>The command's id.</summary>
        public required string Id { get; init; }

        /// <summary>Which start, from 1.</summary>
        public required int Attempt { get; init; }

        /// <summary>The wrapper's process id, which is its group's and session's too.</summary>
        public required int Pid { get; init; }

        /// <summary>The kernel's start time of that process, in clock ticks since boot: with the pid it names one process for good.</summary>
        public required long PidStart { get; init; }

        /// <summary>The boot in which it was started.</summary>
        public required string BootId { get; init; }

        /// <summary>The run's directory.</summary>
        public required string Directory { get; init; }

        /// <summary>When this was decided, in milliseconds since boot.</summary>
        public required long AtMs { get; init; }

        /// <summary>When the run is over its time even without any wait for the lock, in milliseconds since boot.</summary>
        public required long RunDeadlineMs { get; init; }

        /// <summary>The same with the whole wait for the lock.</summary>
        public required long LockDeadlineMs { get; init; }

        /// <summary>When the command was first read.</summary>
        public required DateTimeOffset ReceivedAt { get; init; }

        /// <summary>By the node's clock.</summary>
        public required DateTimeOffset StartedAt { get; init; }

        /// <summary>The command, as it is needed for the result and for another attempt.</summary>
        public required Command Command { get; init; }

        /// <summary>The push, when it came through the slot.</summary>
        public SlotIdentity? Slot { get; init; }
    }

    /// <summary>The start was not carried out: no <c>go</c> was given.</summary>
    internal sealed record Dropped(string Id) : JournalRecord;

    /// <summary>A stop was decided; the first signal follows.</summary>
    internal sealed record Stopping(string Id, StopCause Cause) : JournalRecord;

    /// <summary>The result, before it is sent: the spool.</summary>
    internal sealed record Outcome(string Id, CommandResult Result, SlotIdentity? Slot, DateTimeOffset? AcceptBy) : JournalRecord;

    /// <summary>The result is in. Kept long after the command could be accepted, so that an older copy of ZooKeeper runs nothing again.</summary>
    internal sealed record Sent(string Id, DateTimeOffset? AcceptBy, SlotIdentity? Slot) : JournalRecord
    {
        /// <summary>
        /// For so long a controller that takes over a rollout in an older copy of ZooKeeper may dispatch the command anew, with a later accept_by.
        /// More than what the node's clock is off by, too.
        /// </summary>
        private const int DaysKept = 30;

        /// <summary>It may be forgotten.</summary>
        internal bool IsPast(DateTimeOffset now) => AcceptBy is { } by && by.AddDays(DaysKept) <= now;
    }
}
