using ChefActors.ZooKeeper;

namespace ChefActors.Simulation.Model;

/// <summary>What a test wants of node hosts, planted bugs among them.</summary>
internal sealed record HostOptions
{
    /// <summary>Asked at every named point, before and after: whether the node host dies there.</summary>
    internal Func<string, bool, bool> Dies { get; init; } = (_, _) => false;

    /// <summary>Whether the next journal append fails.</summary>
    internal Func<bool> DiskFails { get; init; } = () => false;

    /// <summary>Why nobody would start the node host again; null: somebody will.</summary>
    internal Func<string?> NoSupervisor { get; init; } = () => null;

    /// <summary>Without chance: requests to ZooKeeper are carried out after everything else that can happen.</summary>
    internal bool WishesLast { get; init; }

    /// <summary>Planted bug: the journal syncs nothing.</summary>
    internal bool SyncsNothing { get; init; }

    /// <summary>Planted bug: what the node host sends is altered.</summary>
    internal Func<IReadOnlyList<ZnodeOperation>, IReadOnlyList<ZnodeOperation>>? Rewrites { get; init; }

    /// <summary>Planted bug: wrappers start chef-client at once.</summary>
    internal bool StartsAtOnce { get; init; }

    /// <summary>Planted bug: the ids of results that are in are forgotten with each life.</summary>
    internal bool ForgetsSent { get; init; }

    /// <summary>Planted bug: journal records of this kind are never written.</summary>
    internal Type? Omits { get; init; }

    /// <summary>Planted bug: half a record that a full disk left is not cut off before the next one.</summary>
    internal bool LeavesBrokenTail { get; init; }

    /// <summary>Planted bug: each process takes itself for the one before.</summary>
    internal bool IsAlwaysTheSame { get; init; }

    /// <summary>Planted bug: messages to its actors that never come.</summary>
    internal Func<Akka.Actor.IActorRef, object, bool>? Loses { get; init; }

    /// <summary>What a start will do.</summary>
    internal Func<string, int, VirtualScript> Script { get; init; } = (_, _) => VirtualScript.Plain;

    /// <summary>The node's clock minus the true time, at first.</summary>
    internal TimeSpan Skew { get; init; }
}
