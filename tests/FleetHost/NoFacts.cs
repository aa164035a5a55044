using ChefActors.NodeHost.Facts;

namespace ChefActors.FleetHost;

/// <summary>Facts of no machine: 500 node hosts of one process would look 500 times at the same one after each run, which no node does.</summary>
internal sealed class NoFacts(string node) : IFactsSource
{
    public Task<NodeFacts> ReadQuickAsync() => Task.FromResult(new NodeFacts(
        new MachineFacts { Name = node, HostName = node, MachineId = "fleet", BootId = "fleet", Arch = "x64", Cpus = 1, AgentVersion = "1", Tags = new Dictionary<string, string>(StringComparer.Ordinal) },
        new ChefFacts(),
        new Dictionary<string, string>(StringComparer.Ordinal)));

    public Task<SlowFacts> ReadSlowAsync(CancellationToken cancellationToken) => Task.FromResult(new SlowFacts(node, null, ChefPeriodic.None));
}
