using ChefActors.Core.Nodes;
using ChefActors.Core.Results;
using ChefActors.Simulation.Checkers;
using ChefActors.Testing.Simulated;

namespace ChefActors.Simulation.Model;

/// <summary>What the checkers read.</summary>
internal sealed partial class World : IHostHistory
{
    NodeName IHostHistory.Name => Node;

    string IHostHistory.Who => HostName;

    SimulatedZooKeeper IHostHistory.Zk => Zk;

    SimulatedChef IHostHistory.Chef => Chef;

    IEnumerable<string> IHostHistory.Rollouts => Controller.Rollouts;

    IReadOnlyList<long> IHostHistory.Pushes => Pushes;

    IReadOnlyDictionary<string, long> IHostHistory.Restored => Restored;

    bool IHostHistory.IsRestart(string id) => Controller.IsRestart(id);

    CommandResult? IHostHistory.Row(string id) => Row(id);

    IReadOnlyList<CommandResult> IHostHistory.ResultsOf(string id) => ResultsOf(id);
}
