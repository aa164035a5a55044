namespace ChefActors.ZooKeeper.Embedded;

/// <summary>
/// Breaks connections at chosen requests, for tests of clients. Called on the server's only request loop: be quick, and decide by what you
/// are given alone. Pings, and requests before the session stands, are not shown.
/// </summary>
public interface IRequestFaults
{
    /// <summary>True: the connection breaks before the request takes effect.</summary>
    bool BreakBefore(RequestInfo request);

    /// <summary>True: the request took effect, but the connection breaks before its reply is sent.</summary>
    bool BreakAfter(RequestInfo request);
}
