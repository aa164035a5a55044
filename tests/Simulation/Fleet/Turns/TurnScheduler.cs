using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Event;

namespace ChefActors.Simulation.Fleet.Turns;

/// <summary>Timers of actors in virtual time, each of the life that set it: a frozen life's wait for it, a dead one's never fire.</summary>
internal sealed class TurnScheduler : SchedulerBase, IDateTimeOffsetNowTimeProvider
{
    private readonly PriorityQueue<Timer, (TimeSpan Due, long Number)> _timers = new();
    private readonly List<Timer> _overdue = [];
    private readonly TurnThread _thread;
    private TimeSpan _now;
    private long _last;

    public TurnScheduler(Config config, ILoggingAdapter log)
        : base(config, log)
    {
        _thread = TurnThread.Making ?? throw new InvalidOperationException("made outside of a turn thread");
        _thread.Scheduler = this;
    }

    /// <summary>When the next timer fires; null: none waits.</summary>
    internal TimeSpan? NextDue
    {
        get
        {
            while (_timers.TryPeek(out var timer, out _))
            {
                if (!timer.IsOver) return timer.Due;
                _timers.Dequeue();
            }

            return null;
        }
    }

    /// <summary>Since the schedule's beginning.</summary>
    internal TimeSpan Now => _now;

    public override TimeSpan MonotonicClock => _now;

    public override TimeSpan HighResMonotonicClock => _now;

    protected override DateTimeOffset TimeNow => DateTimeOffset.UnixEpoch + _now;

    /// <summary>Time goes by, timers fire.</summary>
    internal void Advance(TimeSpan by)
    {
        var until = _now + by;
        while (NextDue <= until)
        {
            var timer = _timers.Dequeue();
            if (timer.Due > _now) _now = timer.Due;
            if (timer.Life is { IsFrozen: true }) _overdue.Add(timer);
            else Fire(timer);
        }

        _now = until;
    }

    /// <summary>What should have fired while it was frozen.</summary>
    internal void FireOverdue(Life life)
    {
        var due = _overdue.Where(timer => timer.Life == life).ToList();
        _overdue.RemoveAll(timer => timer.Life == life);
        foreach (var timer in due) Fire(timer);
    }

    internal void Clear()
    {
        _timers.Clear();
        _overdue.Clear();
        _now = TimeSpan.Zero;
    }

    protected override void InternalScheduleTellOnce(TimeSpan delay, ICanTell receiver, object message, IActorRef sender, ICancelable cancelable) =>
        Add(delay, null, () => receiver.Tell(message, sender), cancelable);

    protected override void InternalScheduleTellRepeatedly(TimeSpan initialDelay, TimeSpan interval, ICanTell receiver, object message, IActorRef sender, ICancelable cancelable) =>
        Add(initialDelay, interval, () => receiver.Tell(message, sender), cancelable);

    protected override void InternalScheduleOnce(TimeSpan delay, Action action, ICancelable cancelable) => Add(delay, null, action, cancelable);

    protected override void InternalScheduleOnce(TimeSpan delay, IRunnable action, ICancelable cancelable) => Add(delay, null, action.Run, cancelable);

    protected override void InternalScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, Action action, ICancelable cancelable) => Add(initialDelay, interval, action, cancelable);

    protected override void InternalScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, IRunnable action, ICancelable cancelable) => Add(initialDelay, interval, action.Run, cancelable);

    private void Add(TimeSpan delay, TimeSpan? interval, Action what, ICancelable? cancelable) => Add(new Timer(_now + delay, interval, what, cancelable, _thread.Current));

    private void Add(Timer timer) => _timers.Enqueue(timer, (timer.Due, ++_last));

    private void Fire(Timer timer)
    {
        if (timer.IsOver) return;
        if (timer.Interval is { } interval) Add(timer with { Due = _now + interval });
        _thread.As(timer.Life, timer.What);
    }

    private sealed record Timer(TimeSpan Due, TimeSpan? Interval, Action What, ICancelable? Cancelable, Life? Life)
    {
        internal bool IsOver => Cancelable is { IsCancellationRequested: true } || Life is { IsDead: true };
    }
}
