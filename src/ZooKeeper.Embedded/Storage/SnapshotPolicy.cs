namespace ChefActors.ZooKeeper.Embedded.Storage;

/// <summary>When a snapshot is due. Pure: the owner says what was written.</summary>
/// <param name="everyTransactions">Transactions after the last one.</param>
/// <param name="everyBytes">Bytes of log after the last one.</param>
internal sealed class SnapshotPolicy(int everyTransactions, long everyBytes)
{
    private long _transactionsFrom;
    private long _bytes;
    private long _lastSnapshotBytes;

    /// <summary>So many bytes were given to the log.</summary>
    public void Written(long bytes) => _bytes += bytes;

    /// <summary>
    /// Whether one is due after this transaction. One much larger than the log since the last is not: else a large tree would be written
    /// over and over for a few changes.
    /// </summary>
    public bool IsDue(long zxid) => (zxid - _transactionsFrom >= everyTransactions || _bytes >= everyBytes) && _bytes >= _lastSnapshotBytes / 2;

    /// <summary>One begins, or is there already when the store is opened: counting begins anew.</summary>
    public void Begun(long zxid) => (_transactionsFrom, _bytes) = (zxid, 0);

    /// <summary>One was written.</summary>
    public void Finished(long bytes) => _lastSnapshotBytes = bytes;
}
