using ChefActors.Controller.Rollouts;
using ChefActors.Controller.Words;
using ChefActors.Core.Results;
using ChefActors.Core.Rollouts;

namespace ChefActors.Controller.Tests.Rollouts;

public sealed class WordDecisionTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private static RolloutPlan Plan
    {
        get
        {
            var plan = Given.Plan("R1", 5, 1, 2);
            return plan with { Waves = [plan.Waves[0] with { Approve = true }, plan.Waves[1]] };
        }
    }

    private static RolloutState Running => RolloutStates.Running(Plan, "controller-1", 1, Now.AddMinutes(-5));

    private static RolloutState Halted => Running with
    {
        Phase = RolloutPhase.Halted,
        Halts = 2,
        Halt = new HaltCause(HaltRule.Failures, "1 failures in all: the limit is 1 (1)", Now.AddMinutes(-1), Now.AddHours(23)) { Value = 1, Limit = 1 },
    };

    [Fact]
    public void Every_word_is_listed_with_who_when_and_what_and_said_twice_changes_nothing()
    {
        foreach (var word in (OperatorWord[])[new OperatorWord.Pause(), new OperatorWord.Approve("wave-0"), new OperatorWord.Abort(true)])
        {
            var control = Spoken(Running, new ControlDocument(), word);
            Assert.Equal(new ControlWord(word.Verb, "alice@ops1", Now, word.Detail), Assert.Single(control.Words));
            Assert.IsType<WordOutcome.Stands>(Decide(Running, control, word));
        }
    }

    [Fact]
    public void Resume_ends_a_pause_and_twice_it_stands()
    {
        var paused = Spoken(Running, new ControlDocument(), new OperatorWord.Pause());
        var resumed = Spoken(Running, paused, new OperatorWord.Resume(false));
        Assert.False(resumed.Paused);
        Assert.Equal(Now, resumed.ResumedAt);
        Assert.IsType<WordOutcome.Stands>(Decide(Running, resumed, new OperatorWord.Resume(false)));
    }

    [Fact]
    public void A_halt_is_left_only_by_accepting_it_and_the_next_one_must_be_accepted_again()
    {
        Assert.Contains("--accept-failures", Refused(Halted, new ControlDocument(), new OperatorWord.Resume(false)), StringComparison.Ordinal);
        var accepted = Spoken(Halted, new ControlDocument { Paused = true }, new OperatorWord.Resume(true));
        Assert.Equal((2, false), (accepted.AcceptFailures, accepted.Paused));
        Assert.IsType<WordOutcome.Stands>(Decide(Halted, accepted, new OperatorWord.Resume(true)));
        Assert.IsType<WordOutcome.Refused>(Decide(Halted with { Halts = 3 }, accepted, new OperatorWord.Resume(false)));
    }

    [Fact]
    public void Resume_ends_a_hold_that_goes_on_and_no_other()
    {
        var holding = Running with { HoldSince = Now.AddMinutes(-1), HoldUntil = Now.AddMinutes(10) };
        Assert.Equal(Now, Spoken(holding, new ControlDocument(), new OperatorWord.Resume(false)).ResumedAt);
        Assert.Contains("neither paused", Refused(Running, new ControlDocument(), new OperatorWord.Resume(false)), StringComparison.Ordinal);
        Assert.IsType<WordOutcome.Refused>(Decide(holding with { HoldUntil = Now.AddSeconds(-1) }, new ControlDocument(), new OperatorWord.Resume(false)));
    }

    [Theory]
    [InlineData("wave-7", "has no wave wave-7; it has wave-0, wave-1")]
    [InlineData("wave-0", "wave wave-0 is over; the current one is wave-1")]
    [InlineData("wave-1", "asks for no approval")]
    public void A_word_about_a_wave_that_is_over_or_is_none_is_refused(string wave, string why) =>
        Assert.Contains(why, Refused(Running with { Wave = 1 }, new ControlDocument(), new OperatorWord.Approve(wave)), StringComparison.Ordinal);

    [Fact]
    public void Approve_without_a_name_means_the_current_wave_and_a_gate_without_data_may_be_approved()
    {
        Assert.Equal(["wave-0"], Spoken(Running, new ControlDocument(), new OperatorWord.Approve(null)).Approved);
        Assert.Equal(["wave-1"], Spoken(Running with { Wave = 1, GateUntil = Now.AddHours(1) }, new ControlDocument(), new OperatorWord.Approve(null)).Approved);
    }

    [Fact]
    public void An_abort_is_never_taken_back_and_interrupt_may_be_added()
    {
        var aborted = Spoken(Running, new ControlDocument(), new OperatorWord.Abort(false));
        Assert.False(aborted.Abort!.Interrupt);
        Assert.IsType<WordOutcome.Stands>(Decide(Running, aborted, new OperatorWord.Abort(false)));
        foreach (var word in (OperatorWord[])[new OperatorWord.Pause(), new OperatorWord.Resume(true), new OperatorWord.Approve(null)])
            Assert.Contains("aborted it", Refused(Running, aborted, word), StringComparison.Ordinal);
        var interrupted = Spoken(Running, aborted, new OperatorWord.Abort(true));
        Assert.True(interrupted.Abort!.Interrupt);
        Assert.Equal(aborted.Abort.When, interrupted.Abort.When);
        Assert.IsType<WordOutcome.Stands>(Decide(Running, interrupted, new OperatorWord.Abort(false)));
    }

    [Theory]
    [InlineData(RolloutPhase.Succeeded)]
    [InlineData(RolloutPhase.Failed)]
    [InlineData(RolloutPhase.Aborted)]
    [InlineData(RolloutPhase.RolledBack)]
    public void Nothing_is_said_about_what_is_over(RolloutPhase phase)
    {
        foreach (var word in (OperatorWord[])[new OperatorWord.Pause(), new OperatorWord.Resume(true), new OperatorWord.Approve(null), new OperatorWord.Abort(true)])
            Assert.Contains($"it is over: {phase.Word()}", Refused(Running with { Phase = phase, FinishedAt = Now }, new ControlDocument(), word), StringComparison.Ordinal);
    }

    [Fact]
    public void The_list_of_words_is_bounded_but_an_abort_is_always_heard()
    {
        var full = new ControlDocument { Words = [.. Enumerable.Repeat(new ControlWord("pause", "alice@ops1", Now, null), WordDecision.WordsAtMost)] };
        Assert.Contains("at most", Refused(Running, full, new OperatorWord.Pause()), StringComparison.Ordinal);
        Assert.NotNull(Spoken(Running, full, new OperatorWord.Abort(false)).Abort);
    }

    private static WordOutcome Decide(RolloutState state, ControlDocument control, OperatorWord word) => WordDecision.Decide(Plan, state, control, word, "alice@ops1", Now);

    private static ControlDocument Spoken(RolloutState state, ControlDocument control, OperatorWord word) => Assert.IsType<WordOutcome.Spoken>(Decide(state, control, word)).Control;

    private static string Refused(RolloutState state, ControlDocument control, OperatorWord word) => Assert.IsType<WordOutcome.Refused>(Decide(state, control, word)).Why;
}
