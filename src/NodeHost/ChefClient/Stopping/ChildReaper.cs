using System.Runtime.InteropServices;

namespace ChefActors.NodeHost.ChefClient.Stopping;

/// <summary>
/// The one place that reaps children of this process: wrappers, whose end somebody waits for, and orphans of runs, once this process has taken those. It
/// is woken by SIGCHLD and needs no thread. Children that .NET's Process started are of this process's session, and those of runs never are: they are left to .NET.
/// </summary>
internal sealed partial class ChildReaper
{
    private readonly Lock _lock = new();
    private readonly Dictionary<int, TaskCompletionSource> _awaited = [];
    private readonly PosixSignalRegistration _childSignal;
    private readonly int _session = ProcessEntry.Read(Environment.ProcessId)?.Session ?? Environment.ProcessId;
    private long _latestStart = long.MinValue;
    private bool _takesOrphans;
    private bool _earlierOrphanEnded;

    private ChildReaper() => _childSignal = PosixSignalRegistration.Create(PosixSignal.SIGCHLD, _ => Sweep());

    /// <summary>Children belong to the process, so there is one.</summary>
    internal static ChildReaper Instance { get; } = new();

    /// <summary>An orphan that was there before the latest wrapper has ended since.</summary>
    internal bool EarlierOrphanEnded
    {
        get
        {
            lock (_lock) return _earlierOrphanEnded;
        }
    }

    /// <summary>Starts a child and knows it before its end can be met.</summary>
    /// <param name="spawn">Starts it and gives its pid; 0 or less: it was not started.</param>
    internal (int Pid, Task Ended) Start(Func<int> spawn)
    {
        lock (_lock)
        {
            var pid = spawn();
            if (pid <= 0) return (pid, Task.CompletedTask);
            var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _awaited[pid] = ended;
            if (_takesOrphans) (_latestStart, _earlierOrphanEnded) = (ProcessEntry.Read(pid)?.StartTime ?? _latestStart, false);
            return (pid, ended.Task);
        }
    }

    /// <summary>From now on orphans of this process's descendants become its children (prctl(2), PR_SET_CHILD_SUBREAPER); false when the kernel refuses.</summary>
    internal bool TryTakeOrphans()
    {
        lock (_lock) return _takesOrphans = _takesOrphans || Control(SetChildSubreaper, 1, 0, 0, 0) == 0;
    }

    /// <summary>Reaps whoever has ended. Also to be called now and then by who waits: a parent may have left SIGCHLD blocked for all of us.</summary>
    internal void Sweep()
    {
        lock (_lock)
        {
            foreach (var (pid, ended) in _awaited.ToList())
            {
                if (!HasEnded(pid)) continue;
                _awaited.Remove(pid);
                ended.SetResult();
            }

            while (_takesOrphans && EndedChild() is > 0 and var pid)
            {
                if (TryReap(pid)) continue;
                ReapBehind();
                break;
            }
        }
    }

    /// <summary>The kernel names the oldest of those that have ended; while that one is somebody else's, the others are looked for.</summary>
    private void ReapBehind()
    {
        foreach (var child in ProcessEntry.ReadAll().Values.Where(child => child.Parent == Environment.ProcessId && child.IsZombie)) _ = TryReap(child.Pid);
    }

    private bool TryReap(int pid)
    {
        if (_awaited.Remove(pid, out var ended))
        {
            // It ended since it was looked at.
            _ = HasEnded(pid);
            ended.SetResult();
            return true;
        }

        // A zombie's session can still be read. One of our own session is somebody else's to reap.
        if (ProcessEntry.Read(pid) is not { } orphan || orphan.Session == _session) return false;
        _earlierOrphanEnded |= orphan.StartTime < _latestStart;
        return HasEnded(pid);
    }
}
