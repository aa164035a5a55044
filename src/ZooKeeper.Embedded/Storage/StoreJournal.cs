using ChefActors.ZooKeeper.Embedded.Storage.Records;
using ChefActors.ZooKeeper.Embedded.Storage.Snapshots;
using ChefActors.ZooKeeper.Embedded.Tree;

namespace ChefActors.ZooKeeper.Embedded.Storage;

/// <summary>
/// Takes down what happens, for the log, and for a snapshot that is under way. The request loop's own. Every zxid begins a transaction, so
/// that none can be forgotten: with a gap in it a log is not read again.
/// </summary>
internal sealed class StoreJournal : ITreeObserver
{
    private readonly TransactionWriter _transactions = new();

    /// <summary>The snapshot that is under way; null: none.</summary>
    public SnapshotCapture? Capture { get; set; }

    /// <summary>Bytes that were taken down and not handed to the log.</summary>
    public int Length => _transactions.Length;

    /// <summary>A zxid was given out.</summary>
    public void Begin(long zxid) => _transactions.Begin(zxid);

    public void SessionOpened(StoredSession session) => _transactions.SessionOpened(session);

    public void SessionClosed(long sessionId) => _transactions.SessionClosed(sessionId);

    /// <summary>All that was taken down, in a buffer of the shared pool.</summary>
    public (byte[] Buffer, int Length) Detach() => _transactions.Detach();

    /// <inheritdoc />
    public void Created(Znode node) => _transactions.Created(node);

    /// <inheritdoc />
    public void Changed(Znode node, in ZnodeState before)
    {
        Capture?.Keep(node, before);
        _transactions.Changed(node, before);
    }

    /// <inheritdoc />
    public void Deleted(Znode node) => _transactions.Deleted(node);
}
