using System.Diagnostics;
using ChefActors.Testing;

namespace ChefActors.Conformance.Tests.Histories;

/// <summary>What happens to an ensemble of three while clients work on it, by a seed: never more than one server away at a time.</summary>
internal static class EnsembleSchedule
{
    /// <summary>Disturbs until the time is over, then puts everything back.</summary>
    internal static async Task DisturbAsync(RealZooKeeper ensemble, int seed, TimeSpan time)
    {
        var chance = new Random(seed);
        var began = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(began) < time)
        {
            var server = chance.Next(3) > 0 ? await ensemble.Leader(TimeSpan.FromSeconds(30)) : chance.Next(1, 4);
            if (chance.Next(2) == 0)
            {
                ensemble.Freeze(server);
                await Task.Delay(chance.Next(200, 4000));
                ensemble.Thaw(server);
            }
            else
            {
                await ensemble.Kill(server);
                await Task.Delay(chance.Next(200, 2000));
                await ensemble.Restart(server);
            }

            await Task.Delay(chance.Next(500, 2000));
        }

        await ensemble.Leader(TimeSpan.FromSeconds(30));
    }
}
