using ChefActors.Core.Nodes;
using ChefActors.NodeHost;
using ChefActors.NodeHost.ChefClient;

namespace ChefActors.FleetHost;

/// <summary>Node hosts of one process.</summary>
/// <param name="Connect">host:port of the servers.</param>
/// <param name="Directory">A state directory for each stands below it, by the node's name; those of an earlier life are taken up.</param>
/// <param name="Nodes">Their names.</param>
/// <param name="Chef">What a node has in place of chef-client.</param>
internal sealed record FleetSetup(string Connect, string Directory, IReadOnlyList<NodeName> Nodes, Func<NodeName, IChefClient> Chef)
{
    /// <summary>Of every session.</summary>
    public TimeSpan SessionTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Where to end: the first of them that comes there ends the process with all of them.</summary>
    public CrashPoint Crash { get; init; } = CrashPoint.None;
}
