using ChefActors.ZooKeeper;

namespace ChefActors.Testing.Simulated;

/// <summary>One request on its way to the server, as a fault schedule sees it.</summary>
/// <param name="Process">Whose it is.</param>
/// <param name="Kind">Its name, such as <c>multi</c>, <c>getData</c>, <c>sync</c>.</param>
/// <param name="Path">Its znode; for a multi that of its first operation.</param>
/// <param name="Operations">What it would write; empty for a read.</param>
/// <param name="WriteNumber">Which write of this process it is, from 1; 0 for a read.</param>
public sealed record SimulatedRequest(SimulatedProcess Process, string Kind, string Path, IReadOnlyList<ZnodeOperation> Operations, int WriteNumber)
{
    /// <summary>It would change something.</summary>
    public bool IsWrite => Operations.Count > 0;

    /// <summary>Whether some operation of it is of this type and on this path.</summary>
    public bool Touches<T>(string path)
        where T : ZnodeOperation => Operations.Any(operation => operation is T && operation.Path == path);
}
