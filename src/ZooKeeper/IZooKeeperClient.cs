namespace ChefActors.ZooKeeper;

/// <summary>
/// One ZooKeeper session. A client never renews its session: once it has expired, every request fails with
/// <see cref="SessionExpiredException"/> and the owner makes a new client. So nothing that was decided in one session
/// is ever written in another. Between servers of the list the session moves by itself, with its watches re-armed.
/// </summary>
/// <remarks>
/// Requests may be issued from any thread, many at once; answers come in the order of the requests. Paths are relative to
/// the chroot of the connection string. A cancelled request may still take effect if it was written already.
/// Every method throws <see cref="ZooKeeperException"/> or a type derived from it: the type by code
/// (<see cref="NoNodeException"/>, <see cref="BadVersionException"/>, …), <see cref="ConnectionLossException"/> when the
/// connection went away with the request in flight (<see cref="ZooKeeperException.OutcomeUnknown"/> says whether a write may have happened),
/// <see cref="RequestTooLargeException"/> before anything is sent, <see cref="AnswerTooLargeException"/> for an answer above the own limit.
/// </remarks>
public partial interface IZooKeeperClient : IAsyncDisposable
{
    /// <summary>The session's id, as the server gave it.</summary>
    long SessionId { get; }

    /// <summary>The negotiated session time-out.</summary>
    TimeSpan SessionTimeout { get; }

    /// <summary>The state now. See <see cref="StateChanged"/>.</summary>
    SessionState State { get; }

    /// <summary>
    /// Raised in order with the watch events, off the connection's own loops. Handlers must not block.
    /// <see cref="SessionState.Expired"/>, <see cref="SessionState.AuthFailed"/> and <see cref="SessionState.Closed"/> are final and come once.
    /// After <see cref="SessionState.Disconnected"/> and <see cref="SessionState.Connected"/> readers re-read what they watch.
    /// </summary>
    event Action<SessionState>? StateChanged;

    /// <summary>Creates a znode. The parent must exist and not be ephemeral. For sequential modes the server appends ten digits.</summary>
    /// <param name="path">Absolute path; may end with '/' for sequential modes only.</param>
    /// <param name="data">Null and empty are different values and both survive.</param>
    /// <param name="mode">Lifetime and numbering; not one with a time to live.</param>
    /// <param name="acl">Null: the client's default ACL.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="NodeExistsException">A znode is there already.</exception>
    /// <exception cref="NoNodeException">The parent does not exist.</exception>
    Task<CreateResult> CreateAsync(
        string path, byte[]? data, CreateMode mode = CreateMode.Persistent, IReadOnlyList<Acl>? acl = null, CancellationToken cancellationToken = default);

    /// <summary>Creates a znode with a time to live, which starts anew whenever its data is set.</summary>
    /// <param name="path">As above.</param>
    /// <param name="data">As above.</param>
    /// <param name="mode"><see cref="CreateMode.PersistentWithTtl"/> or <see cref="CreateMode.PersistentSequentialWithTtl"/>.</param>
    /// <param name="timeToLive">1 ms to 2^40 - 1 ms. The server looks every minute, so that it may live longer.</param>
    /// <param name="acl">Null: the client's default ACL.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="UnimplementedException">The server is older than 3.5.3, or does not run with <c>zookeeper.extendedTypesEnabled</c>.</exception>
    Task<CreateResult> CreateAsync(
        string path, byte[]? data, CreateMode mode, TimeSpan timeToLive, IReadOnlyList<Acl>? acl = null, CancellationToken cancellationToken = default);

    /// <summary>Deletes a znode without children. <paramref name="version"/> -1 means any.</summary>
    /// <exception cref="NoNodeException">It is not there.</exception>
    /// <exception cref="BadVersionException">Its data version is another.</exception>
    /// <exception cref="NotEmptyException">It has children.</exception>
    Task DeleteAsync(string path, int version = -1, CancellationToken cancellationToken = default);

    /// <summary>The znode's Stat, or null when it is not there. The watch fires on creation, deletion or change of data.</summary>
    Task<Stat?> ExistsAsync(string path, WatchHandler? watch = null, CancellationToken cancellationToken = default);

    /// <summary>Data and Stat. The watch fires once, on change of data or deletion; it is not set when the call fails.</summary>
    /// <exception cref="NoNodeException">It is not there.</exception>
    Task<ZnodeData> GetDataAsync(string path, WatchHandler? watch = null, CancellationToken cancellationToken = default);

    /// <summary>Sets the data. <paramref name="version"/> -1 means any. Returns the new Stat.</summary>
    /// <exception cref="NoNodeException">It is not there.</exception>
    /// <exception cref="BadVersionException">Its data version is another.</exception>
    Task<Stat> SetDataAsync(string path, byte[]? data, int version = -1, CancellationToken cancellationToken = default);

    /// <summary>The names of the children, in no order. The watch fires once, when a child comes or goes, or the znode is deleted.</summary>
    /// <exception cref="NoNodeException">It is not there.</exception>
    Task<ZnodeChildren> GetChildrenAsync(string path, WatchHandler? watch = null, CancellationToken cancellationToken = default);

    /// <summary>The ACL and the Stat.</summary>
    /// <exception cref="NoNodeException">It is not there.</exception>
    Task<ZnodeAcl> GetAclAsync(string path, CancellationToken cancellationToken = default);

    /// <summary>Sets the ACL. <paramref name="aclVersion"/> -1 means any.</summary>
    /// <exception cref="NoNodeException">It is not there.</exception>
    /// <exception cref="BadVersionException">Its ACL version is another.</exception>
    Task<Stat> SetAclAsync(string path, IReadOnlyList<Acl> acl, int aclVersion = -1, CancellationToken cancellationToken = default);

    /// <summary>Returns when the connected server has caught up with the leader: a read after it sees every write before it.</summary>
    Task SyncAsync(string path, CancellationToken cancellationToken = default);

    /// <summary>
    /// Carries out all operations or none. A refused operation is an answer, not an exception: see <see cref="TransactionResult.Succeeded"/>.
    /// </summary>
    Task<TransactionResult> MultiAsync(IReadOnlyList<ZnodeOperation> operations, CancellationToken cancellationToken = default);

    /// <summary>Reads several znodes in one request (servers since 3.6): no snapshot, each one answers or is refused for itself.</summary>
    /// <exception cref="UnimplementedException">The server is older.</exception>
    Task<IReadOnlyList<ZnodeReadResult>> MultiReadAsync(IReadOnlyList<ZnodeRead> reads, CancellationToken cancellationToken = default);

    /// <summary>The ephemeral znodes of this session whose path begins with <paramref name="prefix"/>, in no order (servers since 3.6).</summary>
    /// <param name="prefix">Letters, not levels: <c>/a</c> means <c>/ab</c> too. May end with '/'.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="UnimplementedException">The server is older.</exception>
    Task<IReadOnlyList<string>> GetEphemeralsAsync(string prefix = "/", CancellationToken cancellationToken = default);

    /// <summary>How many znodes there are below this one, at any depth (servers since 3.6). The server looks at every znode that it has.</summary>
    /// <exception cref="NoNodeException">It is not there.</exception>
    /// <exception cref="UnimplementedException">The server is older.</exception>
    Task<int> GetAllChildrenNumberAsync(string path, CancellationToken cancellationToken = default);

    /// <summary>Who this session is to the server, by all its credentials (servers since 3.7).</summary>
    /// <exception cref="UnimplementedException">The server is older.</exception>
    Task<IReadOnlyList<ClientIdentity>> WhoAmIAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// The ensemble's servers, as <c>server.N=…</c> lines and a version in hexadecimal: the znode <c>/zookeeper/config</c>, whatever the chroot. A single
    /// server has none to tell: empty. The watch fires once, on a change of it.
    /// </summary>
    Task<ZnodeData> GetConfigAsync(WatchHandler? watch = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Sets a watch that stays (servers since 3.6); the znode need not exist. What happens after the call is seen, in the order in which it
    /// happened. After every reconnect comes a <see cref="WatchEventType.Resync"/>, because what happened meanwhile is not told.
    /// </summary>
    /// <remarks>Servers before 3.9 keep one kind of watch per session and path: there, do not mix both modes on one path.</remarks>
    /// <exception cref="UnimplementedException">The server is older.</exception>
    Task<IWatchSubscription> AddWatchAsync(string path, WatchMode mode, CancellationToken cancellationToken = default);

    /// <summary>As a stream, but the events go to a handler, one after the other; disposing the result ends it.</summary>
    /// <exception cref="UnimplementedException">The server is older.</exception>
    Task<IAsyncDisposable> AddWatchAsync(string path, WatchMode mode, WatchHandler handler, CancellationToken cancellationToken = default);

    /// <summary>
    /// Takes watches of a path back: all of a type, or those that call <paramref name="handler"/>. They get no further event; streams end. The server
    /// is asked when nobody is left for the path and type.
    /// </summary>
    /// <exception cref="NoWatcherException">There is none.</exception>
    Task RemoveWatchesAsync(string path, WatchType type, WatchHandler? handler = null, CancellationToken cancellationToken = default);

    /// <summary>Adds credentials to the session; they are sent again on every reconnect and appear in no log and no exception.</summary>
    /// <exception cref="AuthFailedException">The server refused them: the session is over.</exception>
    Task AddAuthAsync(string scheme, byte[] credentials, CancellationToken cancellationToken = default);

    /// <summary>Ends the session at the server: its ephemeral znodes go at once. <see cref="IAsyncDisposable.DisposeAsync"/> does the same.</summary>
    Task CloseAsync(CancellationToken cancellationToken = default);
}
