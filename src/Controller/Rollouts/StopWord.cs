using ChefActors.Core.Results;

namespace ChefActors.Controller.Rollouts;

/// <summary>Why outstanding commands are ended: an operator's abort, or a rule that halted the rollout.</summary>
/// <param name="Who">An operator, or the rule.</param>
/// <param name="When">Since when.</param>
/// <param name="SeenAt">Entries that were seen before it are looked at again.</param>
/// <param name="Interrupt">What is claimed is asked to stop.</param>
/// <param name="Reason">The reason of those that are withdrawn.</param>
internal sealed record StopWord(string Who, DateTimeOffset When, DateTimeOffset SeenAt, bool Interrupt, Reason Reason)
{
    /// <summary>The word that holds now; null: none.</summary>
    public static StopWord? Of(MachineState state, DateTimeOffset now)
    {
        if (state.Control.Abort is { } abort)
        {
            return new StopWord(abort.Who, abort.When, NotAfter(now, state.AbortSeenAt ?? now), abort.Interrupt, new Reason(ReasonCode.Abort, $"the rollout was aborted by {abort.Who} before the node claimed it"));
        }

        return state.State.Halt is { } halt
            ? new StopWord($"rule {halt.Rule}", halt.At, NotAfter(now, halt.At), state.Plan.OnHalt == Core.Rollouts.HaltAction.Interrupt,
                new Reason(ReasonCode.Halt, $"the rollout was halted before the node claimed it: {halt.Text}"))
            : null;
    }

    /// <summary>The owner's clock goes back with the server's: all that is read now comes after the word all the same, else it would be read again without end.</summary>
    private static DateTimeOffset NotAfter(DateTimeOffset now, DateTimeOffset seen) => seen > now ? now : seen;
}
