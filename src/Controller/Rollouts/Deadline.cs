using ChefActors.Core.Rollouts;

namespace ChefActors.Controller.Rollouts;

/// <summary>When an outstanding command must have an end, and why. Every empty row has one (DELIVERY, section 3).</summary>
/// <param name="At">By the owner's clock.</param>
/// <param name="IsMissing">As nobody is there to finish it; else as it took too long.</param>
internal readonly record struct Deadline(DateTimeOffset At, bool IsMissing)
{
    /// <summary>The earliest deadline of a target whose row is empty since <paramref name="since"/>.</summary>
    public static Deadline Of(TargetState target, DateTimeOffset since, RolloutPlan plan)
    {
        var grace = TimeSpan.FromSeconds(plan.GraceS);
        var accept = since.AddSeconds(plan.Command.AcceptWithinS);
        var run = TimeSpan.FromSeconds(plan.Command.LockWaitS + (double)plan.Command.RunTimeoutS) + grace;
        var slow = target.Entry switch
        {
            EntryFact.Claimed claimed => claimed.At + run,
            EntryFact.Unclaimed { AcceptBy: { } acceptBy } => acceptBy,
            // Somebody removed the entry by hand: it may have been claimed at the last moment.
            EntryFact.Absent => accept + run,
            _ => accept,
        };
        return target.MissingSince is { } missing && missing + grace < slow ? new Deadline(missing + grace, true) : new Deadline(slow, false);
    }
}
