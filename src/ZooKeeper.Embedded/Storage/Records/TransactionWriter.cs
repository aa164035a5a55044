using ChefActors.ZooKeeper.Embedded.Tree;
using ChefActors.ZooKeeper.Wire;

namespace ChefActors.ZooKeeper.Embedded.Storage.Records;

/// <summary>
/// Transactions as bytes, one after the other: length, zxid, effects. One without effects was refused; it is kept as its zxid was shown.
/// </summary>
internal sealed class TransactionWriter : ITreeObserver
{
    private readonly JuteWriter _writer = new(firstSize: 1024);
    private int _open = -1;

    /// <summary>Bytes written.</summary>
    public int Length => _writer.Length;

    /// <summary>A transaction begins; the one before is complete.</summary>
    public void Begin(long zxid)
    {
        Seal();
        _open = _writer.BeginFrame();
        _writer.WriteLong(zxid);
    }

    /// <inheritdoc />
    public void Created(Znode node)
    {
        CheckOpen();
        EffectWriter.Created(_writer, node.Path, node.State);
    }

    /// <inheritdoc />
    public void Changed(Znode node, in ZnodeState before)
    {
        CheckOpen();
        EffectWriter.Changed(_writer, node.Path, node.State, before);
    }

    /// <inheritdoc />
    public void Deleted(Znode node)
    {
        CheckOpen();
        EffectWriter.Deleted(_writer, node.Path);
    }

    public void SessionOpened(StoredSession session)
    {
        CheckOpen();
        EffectWriter.SessionOpened(_writer, session);
    }

    public void SessionClosed(long sessionId)
    {
        CheckOpen();
        EffectWriter.SessionClosed(_writer, sessionId);
    }

    /// <summary>All complete transactions in a buffer of the shared pool, which the caller returns; the writer is empty afterwards.</summary>
    public (byte[] Buffer, int Length) Detach()
    {
        Seal();
        return _writer.Detach();
    }

    private void Seal()
    {
        if (_open >= 0) _writer.EndFrame(_open);
        _open = -1;
    }

    private void CheckOpen()
    {
        if (_open < 0) throw new InvalidOperationException("a change without a transaction: it would not be stored");
    }
}
