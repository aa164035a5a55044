namespace ChefActors.ZooKeeper;

/// <summary>
/// What became of one operation: on success the created path (create) and the Stat (set; for create only from servers that send it:
/// Apache 3.8 does not).
/// </summary>
public readonly record struct OperationResult(ErrorCode Error, string? Path = null, Stat? Stat = null);

/// <summary>The answer to a transaction: one result per operation, in order.</summary>
public sealed record TransactionResult(IReadOnlyList<OperationResult> Operations)
{
    /// <summary>Index of the operation that was refused; -1 when all took effect. The results of the others mean nothing then.</summary>
    public int FailedIndex { get; } = FirstRealError(Operations);

    /// <summary>All operations took effect.</summary>
    public bool Succeeded => FailedIndex < 0;

    /// <summary>Why the transaction was refused; <see cref="ErrorCode.Ok"/> when it was not.</summary>
    public ErrorCode Error => FailedIndex < 0 ? ErrorCode.Ok : Operations[FailedIndex].Error;

    private static int FirstRealError(IReadOnlyList<OperationResult> operations)
    {
        var fallback = -1;
        for (var i = 0; i < operations.Count; i++)
        {
            if (operations[i].Error == ErrorCode.Ok) continue;
            if (operations[i].Error != ErrorCode.RuntimeInconsistency) return i;
            if (fallback < 0) fallback = i;
        }

        return fallback;
    }
}
