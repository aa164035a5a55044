namespace ChefActors.ZooKeeper.Sessions;

/// <summary>
/// The session's states.
/// <code>
///              Accepted   ConnectionLost  ExpiredByServer/OwnClock  AuthRefused  CloseRequested
/// Connecting   Connected  -               Expired (a resumed one)   AuthFailed   Closed
/// Connected    -          Disconnected    Expired                   AuthFailed   Closed
/// Disconnected Connected  -               Expired                   AuthFailed   Closed
/// Expired, AuthFailed, Closed: final, whatever comes
/// </code>
/// </summary>
internal static class SessionMachine
{
    public static bool IsFinal(SessionState state) => state is SessionState.Expired or SessionState.AuthFailed or SessionState.Closed;

    public static SessionState Next(SessionState state, SessionInput input) => (state, input) switch
    {
        _ when IsFinal(state) => state,
        (_, SessionInput.CloseRequested) => SessionState.Closed,
        (_, SessionInput.AuthRefused) => SessionState.AuthFailed,
        (_, SessionInput.Accepted) => SessionState.Connected,
        (SessionState.Connected, SessionInput.ConnectionLost) => SessionState.Disconnected,
        (_, SessionInput.ExpiredByServer or SessionInput.ExpiredByOwnClock) => SessionState.Expired,
        _ => state,
    };
}
