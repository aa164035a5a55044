using ChefActors.Core.Rollouts;

namespace ChefActors.Controller.Rollouts;

/// <summary>What <see cref="RolloutActor"/> is told besides <see cref="RolloutInput"/>, and what it tells its parent.</summary>
internal static class RolloutProtocol
{
    /// <summary>To it: the session has a connection again.</summary>
    internal sealed record Reconnected;

    /// <summary>To it: a request failed in a way that no rule explains, or as the session is over.</summary>
    internal sealed record Failed(Exception Exception);

    /// <summary>To its parent: it was halted, and the plan wants it taken back.</summary>
    internal sealed record RollBack(string Rollout);

    /// <summary>To its parent: another phase, or the same for another reason, is written. Told of rollouts whose plans name somebody to tell.</summary>
    internal sealed record Moved(RolloutPlan Plan, RolloutState Before, RolloutState After);

    /// <summary>To its parent: nothing more will come.</summary>
    internal sealed record Stopped(string Rollout, StopReason Reason);

    /// <summary>To its parent: it cannot go on with what it knows.</summary>
    internal sealed record Broken(string Rollout, Exception Exception);
}
