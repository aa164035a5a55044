namespace ChefActors.ZooKeeper;

/// <summary>One read of <see cref="IZooKeeperClient.MultiReadAsync"/>. The set is closed.</summary>
public abstract record ZnodeRead
{
    private ZnodeRead(string path) => Path = path;

    /// <summary>The znode, relative to the chroot.</summary>
    public string Path { get; }

    /// <summary>Reads data and Stat.</summary>
    public sealed record GetData(string Path) : ZnodeRead(Path);

    /// <summary>Reads the names of the children.</summary>
    public sealed record GetChildren(string Path) : ZnodeRead(Path);
}
