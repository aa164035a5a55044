using System.Threading.Tasks.Sources;

namespace ChefActors.ZooKeeper.Connections;

/// <summary>Wakes the one loop that waits; a wake-up with nobody waiting is kept. Allocates nothing per wait.</summary>
internal sealed class WakeSignal : IValueTaskSource
{
    private readonly Lock _gate = new();
    private ManualResetValueTaskSourceCore<bool> _core;
    private bool _set;
    private bool _waiting;

    /// <summary>Wakes it.</summary>
    /// <param name="onThisThread">The loop goes on within this call, until it waits again or for something else; else on a thread of the pool.</param>
    public void Set(bool onThisThread = false)
    {
        lock (_gate)
        {
            if (!_waiting)
            {
                _set = true;
                return;
            }

            _waiting = false;
        }

        // Only the loop that goes on here waits again, and so resets the source: nobody else does meanwhile.
        _core.RunContinuationsAsynchronously = !onThisThread;
        _core.SetResult(true);
    }

    public ValueTask WaitAsync()
    {
        lock (_gate)
        {
            if (_set)
            {
                _set = false;
                return default;
            }

            _core.Reset();
            _waiting = true;
            return new ValueTask(this, _core.Version);
        }
    }

    void IValueTaskSource.GetResult(short token) => _core.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);
}
