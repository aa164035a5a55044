namespace ChefActors.ZooKeeper;

/// <summary>Where a session is. Disconnected is not expired: the session lives on at the servers until its time-out.</summary>
public enum SessionState
{
    /// <summary>Looking for a first server; there is no session yet.</summary>
    Connecting,

    /// <summary>A server answers.</summary>
    Connected,

    /// <summary>No server answers now; the session may still be there. Requests wait.</summary>
    Disconnected,

    /// <summary>Final: the servers have ended the session; its ephemeral znodes are gone.</summary>
    Expired,

    /// <summary>Final: credentials were refused.</summary>
    AuthFailed,

    /// <summary>Final: closed by its owner.</summary>
    Closed,
}
