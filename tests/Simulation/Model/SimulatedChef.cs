using System.Globalization;
using ChefActors.NodeHost.ChefClient;
using ChefActors.NodeHost.Journal;

namespace ChefActors.Simulation.Model;

/// <summary>The machine's processes and run directories; <see cref="View"/> is how one life of the node host sees them.</summary>
/// <param name="now">The true time.</param>
/// <param name="script">What a start will do.</param>
internal sealed class SimulatedChef(Func<DateTimeOffset> now, Func<string, int, VirtualScript> script)
{
    private readonly List<VirtualRun> _runs = [];
    private readonly Dictionary<string, (string? Exit, bool LockTimedOut)> _directories = [];
    private int _lastPid = 1000;

    /// <summary>Every start of chef-client.</summary>
    internal List<ChefStart> Starts { get; } = [];

    /// <summary>Every end of a started chef-client.</summary>
    internal List<ChefEnd> Ends { get; } = [];

    /// <summary>Whether there is no room for a new run's files.</summary>
    internal Func<bool> DiskFails { get; init; } = () => false;

    /// <summary>This boot.</summary>
    internal string BootId { get; private set; } = "boot-1";

    /// <summary>Wrappers and runs that live.</summary>
    internal IEnumerable<VirtualRun> Living => _runs.Where(run => run.IsAlive);

    /// <summary>When the next run ends.</summary>
    internal DateTimeOffset? NextEnd => Living.Min(run => run.EndsAt);

    /// <summary>Planted bug: wrappers start at once.</summary>
    internal bool StartsAtOnce { get; init; }

    /// <summary>A life of the node host.</summary>
    internal IChefClient View(Func<string, bool, bool> dies, Func<string, byte[]?> entryOf, Func<string> journal) => new Life(this, dies, entryOf, journal);

    /// <summary>Ends what is over by now.</summary>
    internal void Advance()
    {
        foreach (var run in Living.Where(run => run.EndsAt <= now()).ToList()) Finish(run, run.ExitCode.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>The node host is dead: held wrappers see the end of their input.</summary>
    internal void HostDied()
    {
        foreach (var run in Living.Where(run => run.IsHeld).ToList()) Finish(run, "never");
    }

    /// <summary>Everything of the runs is killed, wrappers first: no code is noted.</summary>
    internal void KillRuns()
    {
        foreach (var run in Living.ToList())
        {
            run.IsWrapperDead = true;
            Finish(run, null);
        }
    }

    /// <summary>The wrappers alone are killed: chef-client runs on, and nobody notes its code.</summary>
    internal void KillWrappers()
    {
        foreach (var run in Living.ToList())
        {
            run.IsWrapperDead = true;
            if (run.IsHeld) Finish(run, null);
        }
    }

    /// <summary>The machine restarts.</summary>
    internal void Reboot()
    {
        KillRuns();
        BootId = "boot-" + (int.Parse(BootId.AsSpan(5), CultureInfo.InvariantCulture) + 1).ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>The state directory is lost with its runs.</summary>
    internal void LoseDirectories() => _directories.Clear();

    /// <summary>A run of an earlier life, for tests of recovery.</summary>
    internal VirtualRun Plant(JournalRecord.Start start, string? exit, bool alive, bool lockTimedOut = false)
    {
        var run = new VirtualRun
        {
            Identity = new ProcessIdentity(start.Pid, start.PidStart),
            Command = start.Id,
            Attempt = start.Attempt,
            Directory = start.Directory,
            BootId = start.BootId,
            Script = VirtualScript.Plain,
            IsHeld = false,
            IsAlive = alive,
        };
        if (alive) run.EndsAt = now() + run.Script.Takes;
        _directories[start.Directory] = (exit, lockTimedOut);
        _runs.Add(run);
        return run;
    }

    private void Start(VirtualRun run, byte[]? entry, string journal)
    {
        if (!run.IsAlive || !run.IsHeld) return;
        var others = Living.Count(other => other != run && !other.IsHeld);
        run.IsHeld = false;
        run.EndsAt = now() + run.Script.Takes;
        run.ExitCode = run.Script.ExitCode;
        Starts.Add(new ChefStart(run.Command, run.Attempt, now(), entry, journal, others));
    }

    private void Finish(VirtualRun run, string? exit)
    {
        run.IsAlive = false;
        run.EndsAt = null;
        var isNoted = !run.IsWrapperDead && exit is not null && !(run.Script.CodeIsLost && !run.IsHeld);
        _directories[run.Directory] = (isNoted ? exit : null, run.Script.LockTimedOut && exit == "1");
        if (!run.IsHeld) Ends.Add(new ChefEnd(run.Command, run.Attempt, exit, isNoted, run.Script.LockTimedOut && exit == "1", run.WasSignalled));
        foreach (var waiter in run.Waiters.ToList()) waiter.TrySetResult(EndOf(run.Directory));
    }

    private RunEnd EndOf(string directory)
    {
        var (exit, lockTimedOut) = _directories.GetValueOrDefault(directory);
        return new RunEnd(exit, OutputSummary.Empty with { Exception = lockTimedOut ? "Chef::Exceptions::RunLockTimeout: Unable to acquire lock. Waited 50 seconds for 4711 to release." : null, Tail = "Chef Infra Client" }, now().AddTicks(1234));
    }

    private sealed class Life(SimulatedChef chef, Func<string, bool, bool> dies, Func<string, byte[]?> entryOf, Func<string> journal) : IChefClient
    {
        public Task<ProcessIdentity> SpawnAsync(RunOrder order, CancellationToken cancellationToken)
        {
            if (dies("spawn", true)) return new TaskCompletionSource<ProcessIdentity>().Task;
            if (chef.DiskFails()) return Task.FromException<ProcessIdentity>(new IOException("no space left on the simulated device"));
            var run = new VirtualRun
            {
                Identity = new ProcessIdentity(++chef._lastPid, chef._lastPid * 7L),
                Command = order.Command,
                Attempt = order.Attempt,
                Directory = order.Directory.Path,
                BootId = chef.BootId,
                Script = chef.ScriptOf(order.Command, order.Attempt),
            };
            chef._runs.Add(run);
            chef._directories[run.Directory] = default;
            if (chef.StartsAtOnce) chef.Start(run, entryOf(run.Command), journal());
            return Task.FromResult(run.Identity);
        }

        public Task ReleaseAsync(ProcessIdentity wrapper)
        {
            if (dies("release", true)) return Task.CompletedTask;
            if (Find(wrapper) is { } run) chef.Start(run, entryOf(run.Command), journal());
            dies("release", false);
            return Task.CompletedTask;
        }

        public Task DismissAsync(ProcessIdentity wrapper)
        {
            if (Find(wrapper) is { IsAlive: true, IsHeld: true } run) chef.Finish(run, "never");
            return Task.CompletedTask;
        }

        public Task DismissHeldAsync() => Task.CompletedTask;

        public Task<RunEnd> WaitAsync(JournalRecord.Start run, CancellationToken cancellationToken)
        {
            if (Alive(run) is not { } living) return Task.FromResult(chef.EndOf(run.Directory));
            var waiter = new TaskCompletionSource<RunEnd>();
            living.Waiters.Add(waiter);
            return waiter.Task;
        }

        public Task<RunEnd?> ObserveAsync(JournalRecord.Start run, CancellationToken cancellationToken) =>
            Task.FromResult(Alive(run) is null ? chef.EndOf(run.Directory) : null);

        public Task SignalAsync(JournalRecord.Start run, ChefSignal signal)
        {
            if (Alive(run) is not { IsHeld: false } living) return Task.CompletedTask;
            if (dies("signal", true)) return Task.CompletedTask;
            living.WasSignalled = true;
            if (signal == ChefSignal.Kill)
            {
                living.IsWrapperDead = true;
                chef.Finish(living, null);
            }
            else if (!living.Script.IsStubborn && living.EndsAt > chef.Now.AddSeconds(3)) (living.EndsAt, living.ExitCode) = (chef.Now.AddSeconds(3), 2);
            dies("signal", false);
            return Task.CompletedTask;
        }

        public Task<RunProgress> ProgressAsync(JournalRecord.Start run, CancellationToken cancellationToken) => Task.FromResult(RunProgress.Unknown);

        public Task KeepLogAsync(string command, CancellationToken cancellationToken)
        {
            foreach (var run in chef._runs.Where(run => run.Command == command && !run.IsAlive)) chef._directories.Remove(run.Directory);
            return Task.CompletedTask;
        }

        private VirtualRun? Find(ProcessIdentity identity) => chef._runs.Find(run => run.Identity == identity);

        private VirtualRun? Alive(JournalRecord.Start start) =>
            start.BootId == chef.BootId && Find(new ProcessIdentity(start.Pid, start.PidStart)) is { IsAlive: true } run ? run : null;
    }

    private DateTimeOffset Now => now();

    private VirtualScript ScriptOf(string command, int attempt) => script(command, attempt);
}
