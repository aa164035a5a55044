using System.Diagnostics;

namespace ChefActors.ChefStandIn.Tests;

/// <summary>Waits for a fact, within a bound.</summary>
internal static class Poll
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);

    internal static async Task UntilAsync(Func<bool> fact, string what)
    {
        var clock = Stopwatch.StartNew();
        while (!fact())
        {
            Assert.True(clock.Elapsed < Bound, $"not within {Bound.TotalSeconds} s: {what}");
            await Task.Delay(10);
        }
    }
}
