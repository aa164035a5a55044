using Akka.Actor;
using ChefActors.Core.Nodes;
using ChefActors.NodeHost.Journal;
using ChefActors.NodeHost.Supervising;

namespace ChefActors.NodeHost;

/// <summary>What the node host's actors are made of.</summary>
internal sealed record NodeHostParts
{
    /// <summary>The journal.</summary>
    public required IRunJournal Journal { get; init; }

    /// <summary>Keeps session and registration.</summary>
    public required Props Session { get; init; }

    /// <summary>Where to end, in a test.</summary>
    public CrashPoint Crash { get; init; } = CrashPoint.None;

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

    /// <summary>How the actors begin anew after a crash.</summary>
    public required RestartPolicy Restarts { get; init; }

    /// <summary>Spreads the pauses of many node hosts.</summary>
    public required int RestartSeed { get; init; }

    /// <summary>Writes to <c>activity</c> what became of the actors; fails when it cannot.</summary>
    public required Func<Activity, Task> SayLastWords { get; init; }

    /// <summary>Ends the process with 1, in order.</summary>
    public required Action GiveUp { get; init; }

    /// <summary>The node's clock, for people.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>A clock that only goes forward, suspend counted.</summary>
    public required Func<TimeSpan> SinceBoot { get; init; }

    /// <summary>Called once, when the node host serves for the first time.</summary>
    public required Action Announce { get; init; }
}
