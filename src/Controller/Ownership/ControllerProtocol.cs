using ChefActors.Controller.Auditing;
using ChefActors.Controller.Rollouts;

namespace ChefActors.Controller.Ownership;

/// <summary>What <see cref="ControllerActor"/> is asked.</summary>
internal static class ControllerProtocol
{
    /// <summary>T1: answered with a <see cref="StartAnswer"/>.</summary>
    internal sealed record Start(NewRollout Rollout);

    /// <summary>T2: answered with a <see cref="StartAnswer"/>.</summary>
    internal sealed record TakeOver(string Rollout);

    /// <summary>T15: answered with a <see cref="StartAnswer"/> about the rollout that does it.</summary>
    internal sealed record RollBack(string Rollout, string IssuedBy);

    /// <summary>From now on, in this session and in all that follow, take over every rollout that nobody drives, keep the history, and write the audit if there is one.</summary>
    internal sealed record TakeOverAll(AuditLog? Audit);

    /// <summary>The rollout as it stands in ZooKeeper: answered with a <see cref="Looked"/>.</summary>
    internal sealed record Look(string Rollout);

    /// <summary>The answer to <see cref="Look"/>; null: there is no such rollout.</summary>
    internal sealed record Looked(RolloutSnapshot? Snapshot);

    /// <summary>Stop driving and end the session: answered with <see cref="Closed"/>.</summary>
    internal sealed record Close;

    /// <summary>The session is over.</summary>
    internal sealed record Closed;
}
