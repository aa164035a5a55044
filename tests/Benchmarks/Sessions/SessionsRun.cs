using System.Globalization;
using ChefActors.Benchmarks.Processes;
using ChefActors.Testing;

namespace ChefActors.Benchmarks.Sessions;

/// <summary>One client program with many sessions on a real server of its own, which is killed under it and comes back.</summary>
internal static class SessionsRun
{
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(5);

    /// <summary>Goes through the phases.</summary>
    /// <param name="server">Fresh; its first server is killed and started again.</param>
    /// <param name="client">The client's program, waiting for nothing.</param>
    /// <param name="sessions">How many it opens.</param>
    internal static async Task<IReadOnlyList<SessionsPhase>> MeasureAsync(RealZooKeeper server, TestProcess client, int sessions)
    {
        var phases = new List<SessionsPhase>();
        var cpu = TimeSpan.Zero;
        await EndAsync("open");
        await EndAsync("five");
        await client.WaitForLine(l => l.StartsWith("ready ", StringComparison.Ordinal), "it waits for the storm", Bound);
        cpu = ProcessUsage.Read(client.Id).Cpu;
        await server.Kill(1);
        await server.Restart(1);
        await EndAsync("back");
        await client.WriteLine("close");
        await EndAsync("close");
        await client.WriteLine("end");
        return phases;

        async Task EndAsync(string name)
        {
            var words = (await client.WaitForLine(l => l.StartsWith(name + " ", StringComparison.Ordinal), $"the end of {name}", Bound)).Split(' ');
            var usage = ProcessUsage.Read(client.Id);
            phases.Add(new SessionsPhase(name, double.Parse(words[1], CultureInfo.InvariantCulture), words.Length > 2 ? int.Parse(words[2], CultureInfo.InvariantCulture) : sessions, (usage.Cpu - cpu).TotalSeconds, usage.ResidentMb, usage.Threads));
            cpu = usage.Cpu;
        }
    }
}
