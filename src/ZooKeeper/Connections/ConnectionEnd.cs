namespace ChefActors.ZooKeeper.Connections;

/// <summary>Why a connection ended, as far as the session is concerned.</summary>
internal enum ConnectionEnd
{
    /// <summary>It broke; the session may live on.</summary>
    Lost,

    /// <summary>The server said, or the own clock says, that the session is gone.</summary>
    Expired,

    /// <summary>Credentials were refused.</summary>
    AuthRefused,

    /// <summary>The server has closed the session, as it was asked to.</summary>
    Closed,
}
