using Akka.Actor;
using ChefActors.ZooKeeper;

namespace ChefActors.Simulation.Fleet;

/// <summary>Planted faults.</summary>
internal sealed record FleetOptions
{
    /// <summary>What controllers send is altered.</summary>
    internal Func<IReadOnlyList<ZnodeOperation>, IReadOnlyList<ZnodeOperation>>? ControllerRewrites { get; init; }

    /// <summary>What node hosts send is altered.</summary>
    internal Func<IReadOnlyList<ZnodeOperation>, IReadOnlyList<ZnodeOperation>>? HostRewrites { get; init; }

    /// <summary>Messages to a controller's actors that never come.</summary>
    internal Func<IActorRef, object, bool>? ControllerLoses { get; init; }

    /// <summary>Messages to a node host's actors that never come.</summary>
    internal Func<IActorRef, object, bool>? HostLoses { get; init; }

    /// <summary>Wrappers start chef-client at once.</summary>
    internal bool StartsAtOnce { get; init; }
}
