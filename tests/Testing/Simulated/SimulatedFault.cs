namespace ChefActors.Testing.Simulated;

/// <summary>What happens to one request.</summary>
public enum SimulatedFault
{
    /// <summary>Nothing: it is carried out and answered.</summary>
    None,

    /// <summary>The process dies before the request reaches the server.</summary>
    CrashBefore,

    /// <summary>The request takes effect, then the process dies without its answer.</summary>
    CrashAfter,

    /// <summary>The connection is lost before the request takes effect: <see cref="ZooKeeper.ConnectionLossException"/>, outcome unknown.</summary>
    LoseRequest,

    /// <summary>The request takes effect, the connection is lost before its answer: <see cref="ZooKeeper.ConnectionLossException"/>, outcome unknown.</summary>
    LoseReply,

    /// <summary>The session expires before the request takes effect: <see cref="ZooKeeper.SessionExpiredException"/>.</summary>
    ExpireBefore,

    /// <summary>The request takes effect, then the session expires: <see cref="ZooKeeper.SessionExpiredException"/>, outcome unknown.</summary>
    ExpireAfter,
}
