using ChefActors.ZooKeeper.Embedded.Storage;
using ChefActors.ZooKeeper.Embedded.Storage.Records;
using ChefActors.ZooKeeper.Embedded.Storage.Recovery;
using ChefActors.ZooKeeper.Embedded.Tree;

namespace ChefActors.ZooKeeper.Embedded.Tests.Storage;

/// <summary>The bytes of a log, made record by record without any file, and what a reader should see of it.</summary>
internal sealed class LogSample
{
    private readonly List<byte> _bytes;
    private readonly StoreJournal _journal = new();
    private long _zxid;

    public LogSample()
    {
        var header = new byte[FileHeader.Size];
        Header.Write(header);
        _bytes = [.. header];
        Tree.Observer = _journal;
    }

    public FileHeader Header { get; } = new(FileKind.Log, Guid.Parse("8f1e3c52-6d0b-4f7a-9a53-0d6a4f6a2b11"), 0, 0);

    public ZnodeTree Tree { get; } = new();

    public byte[] Bytes => [.. _bytes];

    public int Length => _bytes.Count;

    /// <summary>A transaction of the session 1.</summary>
    public TransactionOutcome Apply(params IReadOnlyList<ZnodeOperation> operations) => Apply(1, operations);

    public TransactionOutcome Apply(long session, IReadOnlyList<ZnodeOperation> operations)
    {
        _journal.Begin(++_zxid);
        return Tree.Apply(TreeCaller.Anonymous(session), _zxid, 1000 + _zxid, operations);
    }

    public void SetAcl(string path, IReadOnlyList<Acl> acl)
    {
        _journal.Begin(++_zxid);
        Tree.SetAcl(TreeCaller.Anonymous(1), _zxid, path, acl, -1);
    }

    public void OpenSession(long id, int timeoutMs)
    {
        _journal.Begin(++_zxid);
        _journal.SessionOpened(new StoredSession(id, new byte[16], timeoutMs));
    }

    public void CloseSession(long id)
    {
        _journal.Begin(++_zxid);
        _journal.SessionClosed(id);
        Tree.CloseSession(id, _zxid);
    }

    /// <summary>The effects on the tree of a session's end alone, for trees without sessions.</summary>
    public void Sweep(long id)
    {
        _journal.Begin(++_zxid);
        Tree.CloseSession(id, _zxid);
    }

    /// <summary>What was taken down becomes a record. Returns where it ends.</summary>
    public int EndRecord()
    {
        var (buffer, length) = _journal.Detach();
        var record = new byte[RecordFrame.PrefixSize + length];
        buffer.AsSpan(0, length).CopyTo(record.AsSpan(RecordFrame.PrefixSize));
        RecordFrame.Seal(record, Header.Seed);
        _bytes.AddRange(record);
        return _bytes.Count;
    }

    public LogReading Read(out StoreImage image) => Read(Bytes, out image);

    public LogReading Read(byte[] bytes, out StoreImage image)
    {
        image = new StoreImage();
        return LogReader.Read(bytes, Header, image);
    }
}
