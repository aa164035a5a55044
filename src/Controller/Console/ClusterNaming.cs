using ChefActors.Core.Nodes;

namespace ChefActors.Controller.Console;

/// <summary>The name of a cluster that nobody has named yet.</summary>
internal static class ClusterNaming
{
    /// <summary>By the settings, else the last part of the chroot, else <c>default</c>.</summary>
    public static string NameFor(ControllerSettings settings) => settings.Cluster.Name ?? ClusterIdentity.NameFor(settings.ZooKeeper.Connect);
}
