namespace ChefActors.ZooKeeper;

/// <summary>One operation of a transaction. The set is closed.</summary>
public abstract record ZnodeOperation
{
    private ZnodeOperation(string path) => Path = path;

    /// <summary>The znode, relative to the chroot.</summary>
    public string Path { get; }

    /// <summary>
    /// Creates a znode; a null <paramref name="Acl"/> means the client's default. <paramref name="TimeToLive"/> is for the modes with one:
    /// 1 ms to 2^40 - 1 ms.
    /// </summary>
    public sealed record Create(
        string Path, byte[]? Data, CreateMode Mode = CreateMode.Persistent, IReadOnlyList<Acl>? Acl = null, TimeSpan? TimeToLive = null) : ZnodeOperation(Path);

    /// <summary>Deletes a znode; -1 means any version.</summary>
    public sealed record Delete(string Path, int Version = -1) : ZnodeOperation(Path);

    /// <summary>Sets data; -1 means any version.</summary>
    public sealed record SetData(string Path, byte[]? Data, int Version = -1) : ZnodeOperation(Path);

    /// <summary>Changes nothing: fails when the znode is missing or its data version is another; -1 tests existence alone.</summary>
    public sealed record Check(string Path, int Version = -1) : ZnodeOperation(Path);
}
