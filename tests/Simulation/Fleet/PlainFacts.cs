using ChefActors.Core.Nodes;
using ChefActors.NodeHost.Facts;

namespace ChefActors.Simulation.Fleet;

/// <summary>Facts that are known at once and never change.</summary>
internal sealed class PlainFacts(NodeName node) : IFactsSource
{
    private static readonly SlowFacts Slow = new(null, "18.11.21", ChefPeriodic.None);

    /// <inheritdoc />
    public Task<NodeFacts> ReadQuickAsync() => Task.FromResult(new NodeFacts(
        new MachineFacts { Name = node.Value, HostName = node.Value, MachineId = "machine-" + node, BootId = "boot-1", Arch = "x64", Cpus = 4, AgentVersion = "0", Tags = new Dictionary<string, string>() },
        new ChefFacts { ChefMode = ChefMode.RunList },
        new Dictionary<string, string>()));

    /// <inheritdoc />
    public Task<SlowFacts> ReadSlowAsync(CancellationToken cancellationToken) => Task.FromResult(Slow);
}
