using ChefActors.Core.Nodes;
using ChefActors.Core.Results;
using ChefActors.Core.Znodes;
using ChefActors.Simulation.Checkers;
using ChefActors.Simulation.Model;
using ChefActors.Testing.Simulated;
using ChefActors.ZooKeeper;

namespace ChefActors.Simulation.Fleet;

/// <summary>What the checkers read. A rollout's rows are those of the history: compaction takes the znodes away.</summary>
internal sealed partial class FleetNode : IHostHistory
{
    /// <inheritdoc />
    public NodeName Name { get; }

    /// <inheritdoc />
    public string Who => Name.Value;

    SimulatedZooKeeper IHostHistory.Zk => _world.Zk;

    SimulatedChef IHostHistory.Chef => Chef;

    IEnumerable<string> IHostHistory.Rollouts => _world.Rollouts.Keys.Where(id => _world.Rollouts[id].Rows.ContainsKey(Name));

    IReadOnlyList<long> IHostHistory.Pushes => [];

    IReadOnlyDictionary<string, long> IHostHistory.Restored => new Dictionary<string, long>();

    bool IHostHistory.IsRestart(string id) => false;

    CommandResult? IHostHistory.Row(string id) => _world.Rollouts[id].Rows.GetValueOrDefault(Name);

    IReadOnlyList<CommandResult> IHostHistory.ResultsOf(string id) =>
    [
        .. _world.Zk.History.Where(write => write.TookEffect)
            .SelectMany(write => write.Operations.OfType<ZnodeOperation.SetData>())
            .Where(set => set.Path == ZnodeLayout.NodeResult(Name))
            .Select(set => Point.ResultOf(set.Data)!)
            .Where(result => result.Command == id),
    ];
}
