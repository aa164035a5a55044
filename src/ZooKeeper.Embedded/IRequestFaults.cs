namespace ChefActors.ZooKeeper.Embedded;

/// <summary>
/// Breaks things at chosen requests, for tests of clients. Called on the server's only request loop: be quick, and decide by what you are
/// given alone. Pings, and requests before the session stands, are not shown.
/// </summary>
public interface IRequestFaults
{
    /// <summary>What goes wrong at this request; null: nothing. Asked once for each, before it takes effect.</summary>
    RequestFault? Choose(RequestInfo request);
}
