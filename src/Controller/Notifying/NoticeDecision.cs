using ChefActors.Controller.Rollouts;
using ChefActors.Core.Rollouts;

namespace ChefActors.Controller.Notifying;

/// <summary>Whether a move of a rollout is one that its plan wants told. Pure.</summary>
internal static class NoticeDecision
{
    private const string Halted = "halted";
    private const string Waiting = "waiting";
    private const string Ended = "ended";

    /// <summary>The notice; null: none.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="before">The state as it was.</param>
    /// <param name="after">The state as it is written now.</param>
    /// <param name="now">ZooKeeper's time.</param>
    public static Notice? Of(RolloutPlan plan, RolloutState before, RolloutState after, DateTimeOffset now) =>
        plan.Notify is { } notify && Event(before, after) is { } what && notify.On.Contains(what, StringComparer.Ordinal)
            ? new Notice(1, what, plan.Id, plan.Cluster, plan.Name, after.Phase.Word(), after.Reason, after.Counts, now)
            : null;

    private static string? Event(RolloutState before, RolloutState after)
    {
        if (after.Phase.IsEnded()) return before.Phase.IsEnded() ? null : Ended;
        if (before.Phase == after.Phase && before.Reason?.Code == after.Reason?.Code) return null;
        return after.Phase switch
        {
            // An abort halts only on its way to the end.
            RolloutPhase.Halted => after.Reason?.Code == PhaseReason.Abort ? null : Halted,
            RolloutPhase.Waiting => Waiting,
            _ => null,
        };
    }
}
