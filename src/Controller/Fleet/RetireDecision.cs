using System.Collections.Immutable;
using ChefActors.Core.Nodes;
using ChefActors.Core.Znodes;
using ChefActors.ZooKeeper;

namespace ChefActors.Controller.Fleet;

/// <summary>
/// Whether a node may be forgotten, and how: one transaction over all that was read of it, so that it is forgotten whole or not at all. A node
/// host that registers meanwhile, a new command and a new push each make it fail. Only what is too much for one transaction goes before, deepest
/// first: a crash in between leaves a node without its output, which the next retire finishes. Pure.
/// </summary>
/// <param name="Transactions">What is to be written, in order; empty: refused.</param>
/// <param name="Refusal">Why not; null: it may be.</param>
internal sealed record RetireDecision(ImmutableArray<ImmutableArray<ZnodeOperation>> Transactions, string? Refusal)
{
    /// <summary>Decides.</summary>
    /// <param name="reading">What stands.</param>
    /// <param name="closes">Commands and pushes that nobody waits for go with the node.</param>
    internal static RetireDecision Of(RetireReading reading, bool closes)
    {
        if (reading.Presence is not null) return Refuse($"{reading.Name} is alive: stop its node host first");
        if (reading.Entries.FirstOrDefault(entry => entry.IsAwaited) is { } awaited)
            return Refuse($"{reading.Name}: rollout {awaited.Id} waits for its result there; it must end first, see: chefactors rollout show {awaited.Id}");
        if (!closes && reading.Entries.FirstOrDefault() is { } left)
            return Refuse($"{reading.Name}: command {left.Id} stands in its inbox and nobody waits for it any more; what became of it will never be known. Forget it too with --close");
        if (!closes && reading.Node.DataLength > 0)
            return Refuse($"{reading.Name}: a push stands in its slot, which nobody took. Forget it too with --close");

        // The row's version: a result that comes late replaces may_still_run, and then the node is there again.
        var entries = reading.Entries.SelectMany(IEnumerable<ZnodeOperation> (entry) => entry.RowVersion is { } row
            ? [new ZnodeOperation.Check(ZnodeLayout.Row(entry.Id, reading.Name), row), new ZnodeOperation.Delete(ZnodeLayout.Entry(reading.Name, entry.Id), entry.Version)]
            : [new ZnodeOperation.Delete(ZnodeLayout.Entry(reading.Name, entry.Id), entry.Version)]);
        ZnodeOperation[] all =
        [
            .. reading.Znodes.Select(znode => new ZnodeOperation.Delete(znode.Path, znode.Version)), .. entries,
            new ZnodeOperation.Delete(ZnodeLayout.Inbox(reading.Name)), new ZnodeOperation.Delete(ZnodeLayout.Node(reading.Name), reading.Node.Version),
        ];
        var first = all.Length % PayloadLimits.TransactionOperations;
        var parts = first == 0 ? all.Chunk(PayloadLimits.TransactionOperations) : all[first..].Chunk(PayloadLimits.TransactionOperations).Prepend(all[..first]);
        return new RetireDecision([.. parts.Select(part => part.ToImmutableArray())], null);
    }

    private static RetireDecision Refuse(string why) => new([], why);
}
