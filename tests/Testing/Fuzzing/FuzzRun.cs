using System.Collections.Concurrent;
using System.Diagnostics;

namespace ChefActors.Testing.Fuzzing;

/// <summary>Plays seeds one after the other until enough frames were there, on some threads.</summary>
/// <param name="make">Makes the target of a thread.</param>
/// <param name="firstSeed">Seeds count up from it.</param>
/// <param name="frames">How many, at least.</param>
public sealed class FuzzRun(Func<IFuzzTarget> make, long firstSeed, long frames)
{
    private const int FindingsAtMost = 20;

    private static readonly TimeSpan _longestConversation = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan _look = TimeSpan.FromMilliseconds(200);

    private readonly ConcurrentBag<FuzzFinding> _findings = [];
    private long _next = firstSeed - 1;
    private long _frames;
    private long _refused;

    /// <summary>Frames until now. Any thread.</summary>
    public long Frames => Interlocked.Read(ref _frames);

    /// <summary>Plays. A conversation that takes more than half a minute counts as one that never ends, and ends the run.</summary>
    /// <param name="threads">1 and more.</param>
    public async Task<FuzzTally> PlayAsync(int threads)
    {
        Worker[] workers = [.. Enumerable.Range(0, threads).Select(_ => new Worker())];
        var all = Task.WhenAll(workers.Select(worker => Task.Factory.StartNew(() => WorkAsync(worker), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap()));
        while (await Task.WhenAny(all, Task.Delay(_look)) != all)
        {
            if (Array.Find(workers, worker => worker.Hangs) is not { } hanging) continue;
            _findings.Add(new FuzzFinding(hanging.Seed, $"it did not end within {_longestConversation.TotalSeconds} s"));
            return Tally;
        }

        await all;
        return Tally;
    }

    private FuzzTally Tally => new(Interlocked.Read(ref _next) - firstSeed + 1, Frames, Interlocked.Read(ref _refused), [.. _findings]);

    private async Task WorkAsync(Worker worker)
    {
        await using var target = make();
        while (Frames < frames && _findings.Count < FindingsAtMost)
        {
            var seed = Interlocked.Increment(ref _next);
            worker.Begin(seed);
            try
            {
                var played = target.Play(seed);
                Interlocked.Add(ref _frames, played.Frames);
                Interlocked.Add(ref _refused, played.Refused);
            }
            catch (Exception problem)
            {
                _findings.Add(new FuzzFinding(seed, problem.ToString()));
            }
        }

        worker.End();
    }

    private sealed class Worker
    {
        private long _since = long.MaxValue;

        public long Seed { get; private set; }

        public bool Hangs => Interlocked.Read(ref _since) is var since and < long.MaxValue && Stopwatch.GetElapsedTime(since) > _longestConversation;

        public void Begin(long seed)
        {
            Seed = seed;
            Interlocked.Exchange(ref _since, Stopwatch.GetTimestamp());
        }

        public void End() => Interlocked.Exchange(ref _since, long.MaxValue);
    }
}
