using System.Diagnostics;
using System.Globalization;
using ChefActors.Benchmarks.Reporting;
using ChefActors.ZooKeeper;

namespace ChefActors.Benchmarks.Peer;

/// <summary>The works with more than one session.</summary>
internal sealed partial class PeerRun
{
    private const int WarmSessions = 10;

    private async Task<int> WatchAsync()
    {
        var watcher = (await _sessions.OpenAsync(1))[0];
        await WatchAsync(watcher);
        _measure.Latencies.Clear();
        await _measure.PartAsync(() => WatchAsync(watcher));
        return _options.Ops;
    }

    private async Task WatchAsync(IZooKeeperClient watcher)
    {
        for (var i = 0; i < _options.Ops; i++)
        {
            var arrived = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
            await watcher.GetDataAsync(_node, watchEvent =>
            {
                if (watchEvent.Type == WatchEventType.NodeDataChanged) arrived.TrySetResult(Stopwatch.GetTimestamp());
                return ValueTask.CompletedTask;
            });
            var start = Stopwatch.GetTimestamp();
            var set = _client.SetDataAsync(_node, _value);
            var end = await arrived.Task.WaitAsync(WaitAtMost);
            await set;
            _measure.Latencies.Add(Stopwatch.GetElapsedTime(start, end).TotalMicroseconds);
        }
    }

    private async Task<int> SessionsAsync()
    {
        await _sessions.OpenAsync(WarmSessions);
        var before = ResidentKilobytes();
        await _measure.PartAsync(() => _sessions.OpenAsync(_options.Sessions));
        await Task.Delay(TimeSpan.FromSeconds(1));
        _measure.KilobytesPerSession = (ResidentKilobytes() - before) / _options.Sessions;
        return _options.Sessions;
    }

    private async Task<int> FanoutAsync()
    {
        var watchers = await _sessions.OpenAsync(_options.Sessions);
        await WakeAllAsync(watchers, measure: null);
        var (firsts, lasts) = (new List<double>(), new List<double>());
        for (var i = 0; i < _options.Ops; i++)
        {
            var (first, last) = await WakeAllAsync(watchers, _measure);
            firsts.Add(first);
            lasts.Add(last);
        }

        (_measure.FirstMs, _measure.LastMs) = (Percentiles.Median(firsts), Percentiles.Median(lasts));
        return _options.Ops * watchers.Count;
    }

    /// <summary>One write wakes all: when the first and the last event arrived.</summary>
    private async Task<(double First, double Last)> WakeAllAsync(IReadOnlyList<IZooKeeperClient> watchers, PeerMeasure? measure)
    {
        var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var arrived = new long[watchers.Count];
        var count = 0;
        await Task.WhenAll(watchers.Select(watcher => watcher.GetDataAsync(_node, watchEvent =>
        {
            if (watchEvent.Type != WatchEventType.NodeDataChanged) return ValueTask.CompletedTask;
            var number = Interlocked.Increment(ref count);
            arrived[number - 1] = Stopwatch.GetTimestamp();
            if (number == arrived.Length) all.TrySetResult();
            return ValueTask.CompletedTask;
        })));
        Task<Stat>? set = null;
        var start = 0L;
        await (measure is null ? WakeAsync() : measure.PartAsync(WakeAsync));
        await set!;
        return (Stopwatch.GetElapsedTime(start, arrived.Min()).TotalMilliseconds, Stopwatch.GetElapsedTime(start, arrived.Max()).TotalMilliseconds);

        Task WakeAsync()
        {
            start = Stopwatch.GetTimestamp();
            set = _client.SetDataAsync(_node, _value);
            return all.Task.WaitAsync(WaitAtMost);
        }
    }

    private static double ResidentKilobytes()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        return double.Parse(File.ReadAllText("/proc/self/statm").Split(' ')[1], CultureInfo.InvariantCulture) * Environment.SystemPageSize / 1024;
    }
}
