using ChefActors.Core.Commands;
using ChefActors.Core.Results;
using ChefActors.NodeHost.Journal;

namespace ChefActors.NodeHost.Tests.Journal;

/// <summary>Records for tests.</summary>
internal static class Records
{
    internal static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    internal static JournalRecord.Start Start(string id, int attempt = 1) => new()
    {
        Id = id,
        Attempt = attempt,
        Pid = 100,
        PidStart = 200,
        BootId = "boot",
        Directory = "/state/runs/" + id,
        AtMs = 1,
        RunDeadlineMs = 2,
        LockDeadlineMs = 3,
        ReceivedAt = Now,
        StartedAt = Now,
        Command = new Command { Id = id, Rollout = id, Node = "web-1", RunList = ["recipe[a]"] },
    };

    internal static JournalRecord.Outcome Outcome(string id, SlotIdentity? slot = null) =>
        new(id, new CommandResult { Command = id, Node = "web-1", State = ResultState.Failed, LogTail = "grüße \u001b[31m" }, slot, slot is null ? Now.AddDays(1) : null);

    internal static IReadOnlyList<JournalRecord> OneOfEach { get; } =
    [
        new JournalRecord.Header("journal-1", "machine-1"), new JournalRecord.Adopted("cluster-1"), Start("R1"), new JournalRecord.Stopping("R1", StopCause.TimedOut),
        Outcome("R1"), new JournalRecord.Sent("R1", Now.AddDays(1), null), Start("slot-a") with { Slot = new SlotIdentity(10, 2, 3) }, new JournalRecord.Dropped("slot-a"),
    ];

    /// <summary>The record as it stands on disk: comparable, as lists compare by identity.</summary>
    internal static string Text(JournalRecord record) => Convert.ToHexString(JournalCodec.Write(record));

    internal static string Text(JournalState state) => string.Join('\n', state.Compact(Now).Select(Text));
}
