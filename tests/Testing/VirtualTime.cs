using System.Diagnostics;
using Microsoft.Extensions.Time.Testing;

namespace ChefActors.Testing;

/// <summary>A clock that only the test moves. Other clocks (such as an actor system's scheduler) follow it by <see cref="Advanced"/>.</summary>
public sealed class VirtualTime
{
    private static readonly TimeSpan RealBound = TimeSpan.FromSeconds(30);

    private readonly FakeTimeProvider _provider = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    /// <summary>Raised after each step with its length.</summary>
    public event Action<TimeSpan>? Advanced;

    /// <summary>To be given to what is under test.</summary>
    public TimeProvider Provider => _provider;

    /// <summary>The time now.</summary>
    public DateTimeOffset Now => _provider.GetUtcNow();

    /// <summary>Moves the clock and fires what is due. What the timers set going may still run when it returns.</summary>
    public void Advance(TimeSpan by)
    {
        _provider.Advance(by);
        Advanced?.Invoke(by);
    }

    /// <summary>Moves the clock in steps, letting other tasks run in between, until the fact is true.</summary>
    /// <param name="fact">Asked before each step.</param>
    /// <param name="step">Length of a step.</param>
    /// <param name="limit">How much virtual time it may take.</param>
    /// <param name="what">The fact in words.</param>
    /// <exception cref="TimeoutException">The virtual limit was reached, or 30 s of real time.</exception>
    public async Task AdvanceUntil(Func<bool> fact, TimeSpan step, TimeSpan limit, string what)
    {
        var (virtualEnd, started) = (Now + limit, Stopwatch.GetTimestamp());
        while (!fact())
        {
            if (Now >= virtualEnd) throw new TimeoutException($"not true within {limit} of virtual time: {what}");
            if (Stopwatch.GetElapsedTime(started) > RealBound) throw new TimeoutException($"not true within {RealBound.TotalSeconds} s of real time: {what}");
            Advance(step);
            await Task.Delay(1);
        }
    }
}
