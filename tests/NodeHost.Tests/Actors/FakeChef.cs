using ChefActors.NodeHost.ChefClient;
using ChefActors.NodeHost.Journal;

namespace ChefActors.NodeHost.Tests.Actors;

/// <summary>Wrappers and chef-clients in memory: they outlive the actors, as processes do.</summary>
internal sealed class FakeChef(FaultyWork work, Func<DateTimeOffset> now) : IChefClient
{
    private readonly Dictionary<int, Run> _runs = [];
    private int _lastPid = 100;

    /// <summary>Starts of chef-client: command and attempt.</summary>
    public List<(string Command, int Attempt)> Starts { get; } = [];

    /// <summary>Wrappers that wait for their <c>go</c>.</summary>
    public int Held => _runs.Values.Count(run => run is { IsHeld: true, End: null });

    /// <summary>chef-clients that run.</summary>
    public int Running => _runs.Values.Count(run => run is { IsHeld: false, End: null });

    /// <summary>The pid for whose lock chef-client waits, as its output says.</summary>
    public int? LockHolder { get; set; }

    /// <summary>How often all held wrappers were dismissed: once in each life of the actor.</summary>
    public int Lives { get; private set; }

    public Task<ProcessIdentity> SpawnAsync(RunOrder order, CancellationToken cancellationToken) => work.Around("spawn", () =>
    {
        _runs[++_lastPid] = new Run(order);
        return new ProcessIdentity(_lastPid, 1);
    });

    public Task ReleaseAsync(ProcessIdentity wrapper) => work.Around("release", () =>
    {
        var run = _runs[wrapper.Pid];
        if (run.End is not null) return false;
        Starts.Add((run.Order.Command, run.Order.Attempt));
        run.IsHeld = false;
        return true;
    });

    public Task DismissAsync(ProcessIdentity wrapper)
    {
        if (_runs[wrapper.Pid].IsHeld) _runs[wrapper.Pid].EndWith(Ended("never"));
        return Task.CompletedTask;
    }

    public Task DismissHeldAsync()
    {
        Lives++;
        foreach (var run in _runs.Values.Where(run => run.IsHeld)) run.EndWith(Ended("never"));
        return Task.CompletedTask;
    }

    public Task<RunEnd> WaitAsync(JournalRecord.Start run, CancellationToken cancellationToken) => _runs[run.Pid].WaitAsync(cancellationToken);

    public Task<RunEnd?> ObserveAsync(JournalRecord.Start run, CancellationToken cancellationToken) =>
        Task.FromResult(_runs[run.Pid].End);

    public Task SignalAsync(JournalRecord.Start run, ChefSignal signal) => Task.CompletedTask;

    public Task<RunProgress> ProgressAsync(JournalRecord.Start run, CancellationToken cancellationToken) => Task.FromResult(new RunProgress(LockHolder, null));

    public Task KeepLogAsync(string command, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>What runs ends.</summary>
    public void EndAll(string exit = "0")
    {
        foreach (var run in _runs.Values.Where(run => !run.IsHeld).ToList()) run.EndWith(Ended(exit));
    }

    private RunEnd Ended(string exit) => new(exit, OutputSummary.Empty, now());

    private sealed class Run(RunOrder order)
    {
        private readonly List<TaskCompletionSource<RunEnd>> _waiters = [];

        public RunOrder Order => order;

        public bool IsHeld { get; set; } = true;

        public RunEnd? End { get; private set; }

        public void EndWith(RunEnd end)
        {
            End ??= end;
            foreach (var waiter in _waiters.ToList()) waiter.TrySetResult(End);
        }

        /// <summary>Whoever waits goes on in the thread that ends the run, as everything here.</summary>
        public Task<RunEnd> WaitAsync(CancellationToken cancellationToken)
        {
            if (End is not null) return Task.FromResult(End);
            var waiter = new TaskCompletionSource<RunEnd>();
            cancellationToken.Register(() => waiter.TrySetCanceled(cancellationToken));
            _waiters.Add(waiter);
            return waiter.Task;
        }
    }
}
