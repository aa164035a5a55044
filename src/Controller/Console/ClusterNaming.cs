using ChefActors.ZooKeeper;

namespace ChefActors.Controller.Console;

/// <summary>The name of a cluster that nobody has named yet.</summary>
internal static class ClusterNaming
{
    /// <summary>By the settings, else the last part of the chroot, else <c>default</c>.</summary>
    public static string NameFor(ControllerSettings settings) =>
        settings.Cluster.Name ?? LastPart(settings.ZooKeeper.Connect) ?? "default";

    private static string? LastPart(ConnectionString connect) => connect.Chroot.Length > 1 ? connect.Chroot[(connect.Chroot.LastIndexOf('/') + 1)..] : null;
}
