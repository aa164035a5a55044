namespace ChefActors.Benchmarks.Fleet;

/// <summary>What is run.</summary>
/// <param name="Nodes">Node hosts, and sessions of the bare client.</param>
/// <param name="Rounds">Measured commands to all of them, by turns.</param>
internal sealed record FleetOptions(int Nodes, int Rounds);
