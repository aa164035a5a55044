namespace ChefActors.ZooKeeper;

/// <summary>The session beyond its requests: its servers, and how another process takes it over.</summary>
public partial interface IZooKeeperClient
{
    /// <summary>What <see cref="ZooKeeperConnector.ResumeAsync"/> takes this session over by, as of now. A secret: see <see cref="SessionTicket"/>.</summary>
    SessionTicket Ticket { get; }

    /// <summary>
    /// Takes another list of servers, at once. Whether the session moves is decided by chance, so that clients which are all given the list spread evenly over it;
    /// a move waits for the answers that are due, and what is asked for meanwhile waits for the next server. The watches move with it.
    /// </summary>
    /// <param name="servers">At least one server, and the chroot that the session has.</param>
    /// <exception cref="ArgumentException">It has no server or another chroot.</exception>
    void UpdateServers(ConnectionString servers);

    /// <summary>
    /// Lets go of the session without ending it: waits for the answers that are due, at most <see cref="ZooKeeperOptions.CloseTimeout"/>, and closes the connection. At the servers the session
    /// lives on until its time-out, with its ephemeral znodes, but without its watches; this client is <see cref="SessionState.Closed"/>. Returns what it is resumed by.
    /// </summary>
    /// <exception cref="SessionExpiredException">The session is over, or was closed before.</exception>
    Task<SessionTicket> DetachAsync(CancellationToken cancellationToken = default);
}
