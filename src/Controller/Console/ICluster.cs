using System.Collections.Immutable;
using ChefActors.Controller.Aggregation;
using ChefActors.Controller.Events;
using ChefActors.Controller.Fleet;
using ChefActors.Controller.Following;
using ChefActors.Controller.Rollouts;
using ChefActors.Controller.Words;
using ChefActors.Core.Nodes;

namespace ChefActors.Controller.Console;

/// <summary>
/// A cluster as verbs use it. Reading starts no actor system and writes nothing; <see cref="DriveAsync"/> does both. Leases are renewed by <see cref="Rings"/>.
/// Methods throw <see cref="ChefActors.ZooKeeper.ZooKeeperException"/> when the session is lost.
/// </summary>
internal interface ICluster : IAsyncDisposable
{
    /// <summary>The cluster's name, for people.</summary>
    string Name { get; }

    /// <summary>The servers and the chroot.</summary>
    string Address { get; }

    /// <summary>Its session has a connection now.</summary>
    bool IsConnected { get; }

    /// <summary>The fleet, or the nodes that are wanted.</summary>
    Task<FleetView> ReadFleetAsync(FleetDetail detail, Func<NodeName, bool>? wanted, CancellationToken cancellationToken);

    /// <summary>One node whole; null when it never registered.</summary>
    Task<NodeView?> ReadNodeAsync(NodeName name, CancellationToken cancellationToken);

    /// <summary>One rollout; null when there is none.</summary>
    Task<RolloutSnapshot?> ReadRolloutAsync(string id, CancellationToken cancellationToken);

    /// <summary>All rollouts, newest first.</summary>
    Task<RolloutListing> ListRolloutsAsync(CancellationToken cancellationToken);

    /// <summary>Says an operator's word about a rollout; null: there is no such rollout.</summary>
    Task<WordOutcome?> SayAsync(string rollout, OperatorWord word, CancellationToken cancellationToken);

    /// <summary>Removes a query's rollout that is over and whose answer was read.</summary>
    Task RemoveAnsweredAsync(string rollout, CancellationToken cancellationToken);

    /// <summary>Leases and rings of nodes whose output is followed.</summary>
    IFollowRings Rings { get; }

    /// <summary>Monitoring events.</summary>
    IEventFeed Events { get; }

    /// <summary>ZooKeeper's time. Writes: a znode of this session that goes at once.</summary>
    Task<DateTimeOffset> ServerTimeAsync(CancellationToken cancellationToken);

    /// <summary>Why a node may not be forgotten; null: it may be. Writes nothing.</summary>
    Task<string?> RetireObjectionAsync(NodeName name, bool closes, CancellationToken cancellationToken);

    /// <summary>Forgets a node; null: it is forgotten, else why not.</summary>
    Task<string?> RetireAsync(NodeName name, bool closes, CancellationToken cancellationToken);

    /// <summary>Starts the controller's actor system on this cluster, making the cluster's own znodes when they are missing.</summary>
    Task<DrivenCluster> DriveAsync(CancellationToken cancellationToken);
}
