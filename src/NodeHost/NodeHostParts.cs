using Akka.Actor;
using ChefActors.NodeHost.Journal;

namespace ChefActors.NodeHost;

/// <summary>What the node host's actors are made of.</summary>
internal sealed record NodeHostParts
{
    /// <summary>The journal.</summary>
    public required IRunJournal Journal { get; init; }

    /// <summary>Keeps session and registration.</summary>
    public required Props Session { get; init; }

    /// <summary>Claims and delivers.</summary>
    public required Props Delivery { get; init; }

    /// <summary>Serializes runs; given delivery.</summary>
    public required Func<IActorRef, Props> Runner { get; init; }

    /// <summary>Answers queries; given delivery.</summary>
    public required Func<IActorRef, Props> Queries { get; init; }

    /// <summary>Watches; given the runner and whoever answers queries.</summary>
    public required Func<IActorRef, IActorRef, Props> Watcher { get; init; }

    /// <summary>Writes a run's output for those who follow it.</summary>
    public required Props Following { get; init; }

    /// <summary>Writes activity.</summary>
    public required Props Activity { get; init; }

    /// <summary>Writes facts.</summary>
    public required Props Facts { get; init; }

    /// <summary>Called once, when the node host serves for the first time.</summary>
    public required Action Announce { get; init; }
}
