using ChefActors.Controller.Dispatching;
using ChefActors.ZooKeeper;

namespace ChefActors.Controller.Tests.Rollouts;

/// <summary>Where a controller dies.</summary>
/// <param name="Kind">Before or after a write of this kind,</param>
/// <param name="Number">which one of them, from 1,</param>
/// <param name="IsAfter">before it is sent, or after it took effect.</param>
internal sealed record CrashPoint(WriteKind Kind, int Number, bool IsAfter);

/// <summary>The end of a simulated controller.</summary>
internal sealed class ControllerDiedException : Exception;

/// <summary>Writes that kill their controller at one point.</summary>
internal sealed class CrashingWrites(IRolloutWrites writes, CrashPoint? point) : IRolloutWrites
{
    private int _seen;

    public bool HasCrashed { get; private set; }

    public async Task<TransactionResult> CommitAsync(WriteKind kind, IReadOnlyList<ZnodeOperation> operations, CancellationToken cancellationToken)
    {
        var isPoint = kind == point?.Kind && ++_seen == point.Number;
        if (isPoint && !point!.IsAfter) Die();
        var result = await writes.CommitAsync(kind, operations, cancellationToken);
        if (isPoint) Die();
        return result;
    }

    private void Die()
    {
        HasCrashed = true;
        throw new ControllerDiedException();
    }
}
