using ChefActors.Controller.Rollouts;
using ChefActors.Core.Results;
using ChefActors.Core.Rollouts;

namespace ChefActors.Controller.Tests.Rollouts;

/// <summary>The owner's clock is the server's, and goes back with it: another server's, or the rounding of one write's time.</summary>
public sealed class ClockBehindTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_halt_that_was_written_later_than_now_has_entries_read_once_and_not_without_end()
    {
        var (state, first) = RolloutMachine.Step(HaltedIn(TimeSpan.FromSeconds(30)), new RolloutInput.Tick(), Now);
        Assert.Single(first.OfType<RolloutEffect.ReadEntries>());
        var (_, then) = RolloutMachine.Step(state, Seen(new EntryFact.Claimed("journal-1", Now, 1, StopAsked: false)), Now);
        Assert.Empty(then.OfType<RolloutEffect.ReadEntries>());
    }

    [Fact]
    public void What_is_unclaimed_then_is_withdrawn_without_a_wait()
    {
        var (state, first) = RolloutMachine.Step(HaltedIn(TimeSpan.FromSeconds(30)), Seen(new EntryFact.Unclaimed(Now.AddHours(1))), Now);
        var halt = Assert.Single(first.OfType<RolloutEffect.WriteState>());
        var (_, effects) = RolloutMachine.Step(state, new RolloutInput.Answered(halt, new WriteAnswer.Done([], 2)), Now);
        Assert.Equal(ResultState.Withdrawn, Assert.Single(Assert.Single(effects.OfType<RolloutEffect.EndUnclaimed>()).Nodes).Result.State);
    }

    private static RolloutInput.EntriesSeen Seen(EntryFact entry) => new([], [new SeenNode<EntryFact>(Given.Node(1), entry)]);

    private static MachineState HaltedIn(TimeSpan time)
    {
        var plan = Given.Plan("R1", 5, 1);
        var running = RolloutStates.Running(plan, "controller-1", 1, Now);
        var halted = running with { Phase = RolloutPhase.Halted, Halts = 1, Halt = new HaltCause("failures", "too many", Now + time, Now.AddDays(1)) };
        var loaded = new LoadedRollout(
            plan, halted, 1, new ControlDocument(), 0, [new TargetNode(Given.Node(1), 0)], [new SeenNode<RowFact>(Given.Node(1), new RowFact.Empty(Now))]);
        return MachineState.Of(loaded, Now);
    }
}
