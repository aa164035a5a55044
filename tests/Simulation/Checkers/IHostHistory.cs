using ChefActors.Core.Nodes;
using ChefActors.Core.Results;
using ChefActors.Simulation.Model;
using ChefActors.Testing.Simulated;

namespace ChefActors.Simulation.Checkers;

/// <summary>What the checkers of a node host read: one machine's history, alone or in a fleet.</summary>
internal interface IHostHistory
{
    /// <summary>The node.</summary>
    NodeName Name { get; }

    /// <summary>As whom its node hosts write.</summary>
    string Who { get; }

    /// <summary>The server, with the history of writes.</summary>
    SimulatedZooKeeper Zk { get; }

    /// <summary>The machine's processes.</summary>
    SimulatedChef Chef { get; }

    /// <summary>Rollouts that had a row of this node.</summary>
    IEnumerable<string> Rollouts { get; }

    /// <summary>Every push, by its mzxid.</summary>
    IReadOnlyList<long> Pushes { get; }

    /// <summary>Commands that an older state of ZooKeeper brought back, and the transaction from which on they were there again.</summary>
    IReadOnlyDictionary<string, long> Restored { get; }

    /// <summary>Whether the command is a restart of the node host.</summary>
    bool IsRestart(string id);

    /// <summary>What the row says; null: it is empty, or never was.</summary>
    CommandResult? Row(string id);

    /// <summary>Results of a command that were written to the node.</summary>
    IReadOnlyList<CommandResult> ResultsOf(string id);
}
