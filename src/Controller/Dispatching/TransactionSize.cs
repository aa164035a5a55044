using System.Text;
using ChefActors.Core.Znodes;
using ChefActors.ZooKeeper;

namespace ChefActors.Controller.Dispatching;

/// <summary>Whether operations fit one transaction: at most 100 of them and 512 KiB (DELIVERY, 1.1).</summary>
internal static class TransactionSize
{
    /// <summary>Bytes of an operation on the wire besides its path and data: headers, versions, one access control entry.</summary>
    private const int Overhead = 80;

    public static bool Fits(IReadOnlyList<ZnodeOperation> operations) =>
        operations.Count <= PayloadLimits.TransactionOperations && operations.Sum(Bytes) <= PayloadLimits.PayloadBytes;

    public static int Bytes(ZnodeOperation operation) => Overhead + Encoding.UTF8.GetByteCount(operation.Path) + operation switch
    {
        ZnodeOperation.Create create => create.Data?.Length ?? 0,
        ZnodeOperation.SetData set => set.Data?.Length ?? 0,
        _ => 0,
    };

    /// <summary>The write's zxid, from the first Stat that its answer holds; 0: none does.</summary>
    public static long ZxidOf(TransactionResult result) => result.Operations.FirstOrDefault(o => o.Stat is not null).Stat?.Mzxid ?? 0;

    /// <summary>How many of the items, from the first on, fit beside so many operations of their own; at least one when any are there.</summary>
    public static int Prefix<T>(IReadOnlyList<T> items, int otherOperations, Func<T, IReadOnlyList<ZnodeOperation>> operationsOf)
    {
        var (count, operations, bytes) = (0, otherOperations, otherOperations * 4 * Overhead);
        foreach (var item in items)
        {
            var more = operationsOf(item);
            (operations, bytes) = (operations + more.Count, bytes + more.Sum(Bytes));
            if (count > 0 && (operations > PayloadLimits.TransactionOperations || bytes > PayloadLimits.PayloadBytes)) break;
            count++;
        }

        return count;
    }
}
