using ChefActors.NodeHost.Journal;

namespace ChefActors.NodeHost.ChefClient;

/// <summary>The agent's only room that starts a process. A wrapper starts held and runs chef-client after <see cref="ReleaseAsync"/> alone.</summary>
internal interface IChefClient
{
    /// <summary>Starts a held wrapper.</summary>
    /// <exception cref="IOException">It could not be started; nothing runs.</exception>
    Task<ProcessIdentity> SpawnAsync(RunOrder order, CancellationToken cancellationToken);

    /// <summary>Gives <c>go</c>. A wrapper that is dead already shows itself by <see cref="WaitAsync"/>.</summary>
    Task ReleaseAsync(ProcessIdentity wrapper);

    /// <summary>Lets a held wrapper end without starting, and waits for it.</summary>
    Task DismissAsync(ProcessIdentity wrapper);

    /// <summary>Lets every wrapper end that this process still holds: what an actor's restart begins with.</summary>
    Task DismissHeldAsync();

    /// <summary>Waits until nobody of the run's group lives, whether this process started it or an earlier one, and reads what it left.</summary>
    Task<RunEnd> WaitAsync(JournalRecord.Start run, CancellationToken cancellationToken);

    /// <summary>Looks at a run of an earlier life: null while it lives, else how it ended.</summary>
    Task<RunEnd?> ObserveAsync(JournalRecord.Start run, CancellationToken cancellationToken);

    /// <summary>
    /// <see cref="ChefSignal.Interrupt"/>: SIGINT to a run's group. <see cref="ChefSignal.Kill"/>: ends everything that the run started, in whatever session,
    /// also when its group is gone already, and completes when nobody is left or who lives on was told to the log.
    /// </summary>
    Task SignalAsync(JournalRecord.Start run, ChefSignal signal);

    /// <summary>What a run that lives shows of itself: output and report are looked at.</summary>
    Task<RunProgress> ProgressAsync(JournalRecord.Start run, CancellationToken cancellationToken);

    /// <summary>The result is in: the output moves to the kept logs, the rest of the run's directory goes.</summary>
    Task KeepLogAsync(string command, CancellationToken cancellationToken);
}
