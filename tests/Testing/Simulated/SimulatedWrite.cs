using ChefActors.ZooKeeper;

namespace ChefActors.Testing.Simulated;

/// <summary>A write that reached the server, refused ones too.</summary>
/// <param name="Zxid">Its transaction.</param>
/// <param name="Who">The process.</param>
/// <param name="SessionId">Its session; 0 for the test's own hand.</param>
/// <param name="Operations">What it asked for. The end of a session deletes its ephemeral znodes.</param>
/// <param name="Result">What became of each operation.</param>
/// <param name="AtMs">When, in milliseconds since 1970 by the server's clock.</param>
public sealed record SimulatedWrite(long Zxid, string Who, long SessionId, IReadOnlyList<ZnodeOperation> Operations, TransactionResult Result, long AtMs)
{
    /// <summary>All of it took effect.</summary>
    public bool TookEffect => Result.Succeeded;
}
