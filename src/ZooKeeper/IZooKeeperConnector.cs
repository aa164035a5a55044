namespace ChefActors.ZooKeeper;

/// <summary>Opens sessions: the one place where a new session comes from, so that tests can give sessions of their own.</summary>
public interface IZooKeeperConnector
{
    /// <summary>The servers and the chroot, for messages.</summary>
    ConnectionString ConnectionString { get; }

    /// <summary>Opens a new session. Tries server after server, with back-off, until one answers or <paramref name="cancellationToken"/> ends it.</summary>
    Task<IZooKeeperClient> ConnectAsync(CancellationToken cancellationToken);
}
