using ChefActors.Core.Configuration;

namespace ChefActors.Controller.Console;

/// <summary>
/// Whether these servers may be used: without credentials everybody who reaches them may run anything on every node, so only loopback is
/// taken for granted (CONTRACT, section 2).
/// </summary>
internal static class OpenAccess
{
    /// <summary>Why not; null: they may be used.</summary>
    public static string? Refusal(ControllerSettings settings) =>
        IsOpen(settings) && !settings.Security.Open
            ? $"ZooKeeper at {settings.ZooKeeper.Connect} is not on loopback and no credentials are configured: everybody who reaches it could run anything on every node. "
                + "Give credentials (CHEFACTORS_ZOOKEEPER_AUTH=user:password, or chefactors.security.credentials_file), or accept that with --set chefactors.security.open=true"
            : null;

    /// <summary>What must be said at every start; null: nothing.</summary>
    public static string? Warning(ControllerSettings settings) =>
        IsOpen(settings) && settings.Security.Open
            ? $"warning: security.open is true: ZooKeeper at {settings.ZooKeeper.Connect} is used without credentials; everybody who reaches it can run anything on every node"
            : null;

    private static bool IsOpen(ControllerSettings settings) =>
        settings.Security.Credentials is null && !Loopback.IsAll(settings.ZooKeeper.Connect);
}
