using ChefActors.Controller.Notifying;
using ChefActors.Controller.Rollouts;
using ChefActors.Controller.Tests.Rollouts;
using ChefActors.Core.Results;
using ChefActors.Core.Rollouts;

namespace ChefActors.Controller.Tests.Notifying;

public sealed class NoticeDecisionTests
{
    [Theory]
    [InlineData(RolloutPhase.Running, null, RolloutPhase.Halted, "failures", "halted")]
    [InlineData(RolloutPhase.Running, null, RolloutPhase.Halted, PhaseReason.Abort, null)]
    [InlineData(RolloutPhase.Halted, "failures", RolloutPhase.Halted, "failures", null)]
    [InlineData(RolloutPhase.Running, null, RolloutPhase.Waiting, "soak", "waiting")]
    [InlineData(RolloutPhase.Waiting, "soak", RolloutPhase.Waiting, "approval", "waiting")]
    [InlineData(RolloutPhase.Waiting, "soak", RolloutPhase.Waiting, "soak", null)]
    [InlineData(RolloutPhase.Waiting, "soak", RolloutPhase.Running, null, null)]
    [InlineData(RolloutPhase.Running, null, RolloutPhase.Paused, null, null)]
    [InlineData(RolloutPhase.Running, null, RolloutPhase.Succeeded, null, "ended")]
    [InlineData(RolloutPhase.Halted, PhaseReason.Abort, RolloutPhase.Aborted, PhaseReason.Abort, "ended")]
    [InlineData(RolloutPhase.Failed, null, RolloutPhase.RolledBack, null, null)]
    public void A_move_is_told_once_and_by_its_name(RolloutPhase before, string? codeBefore, RolloutPhase after, string? code, string? expected)
    {
        var plan = Given.Plan("R1", 1, 1) with { Notify = new NotifyPlan("http://localhost", ["halted", "waiting", "ended"]) };
        var notice = NoticeDecision.Of(plan, State(before, codeBefore), State(after, code), DateTimeOffset.UnixEpoch);
        Assert.Equal(expected, notice?.Event);
        Assert.Null(NoticeDecision.Of(plan with { Notify = plan.Notify! with { On = [] } }, State(before, codeBefore), State(after, code), DateTimeOffset.UnixEpoch));
        Assert.Null(NoticeDecision.Of(plan with { Notify = null }, State(before, codeBefore), State(after, code), DateTimeOffset.UnixEpoch));
    }

    private static RolloutState State(RolloutPhase phase, string? code) => new() { Phase = phase, Reason = code is null ? null : new Reason(code, "why") };
}
