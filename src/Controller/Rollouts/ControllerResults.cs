using ChefActors.Core.Nodes;
using ChefActors.Core.Results;
using ChefActors.Core.Rollouts;

namespace ChefActors.Controller.Rollouts;

/// <summary>The results that a controller gives, each with a reason for people.</summary>
internal static class ControllerResults
{
    public static CommandResult Offline(RolloutPlan plan, NodeName node, DateTimeOffset now) => Of(plan, node, ResultState.Offline, now,
        ReasonCode.NotAlive, plan.OfflineWaitS > 0 ? $"no node host was there for {plan.OfflineWaitS} s" : "no node host was there when its turn came");

    public static CommandResult NeverRegistered(RolloutPlan plan, NodeName node, DateTimeOffset now) => Of(plan, node, ResultState.Offline, now,
        ReasonCode.NeverRegistered, "no node host ever registered with this name");

    public static CommandResult Replayed(RolloutPlan plan, NodeName node, DateTimeOffset now) => Of(plan, node, ResultState.Rejected, now,
        ReasonCode.Replayed, "the node's inbox holds a command with this id that this rollout did not write");

    public static CommandResult TooLarge(RolloutPlan plan, NodeName node, DateTimeOffset now) => Of(plan, node, ResultState.Rejected, now,
        ReasonCode.TooLarge, "the command is larger than one transaction may be");

    public static CommandResult Withdrawn(RolloutPlan plan, NodeName node, DateTimeOffset now, Reason reason) =>
        Of(plan, node, ResultState.Withdrawn, now, reason.Code, reason.Text);

    public static CommandResult Expired(RolloutPlan plan, NodeName node, DateTimeOffset now) => Of(plan, node, ResultState.Expired, now,
        ReasonCode.TooLate, $"the node did not claim it within {plan.Command.AcceptWithinS} s");

    public static CommandResult NeverStarted(RolloutPlan plan, NodeName node, DateTimeOffset now) => Of(plan, node, ResultState.Unreachable, now,
        ReasonCode.NeverStarted, $"the node host was gone for {plan.GraceS} s before it claimed the command, which was taken back");

    public static CommandResult MayStillRun(RolloutPlan plan, NodeName node, DateTimeOffset now, string why) => Of(plan, node, ResultState.Unreachable, now,
        ReasonCode.MayStillRun, why);

    private static CommandResult Of(RolloutPlan plan, NodeName node, ResultState state, DateTimeOffset now, string code, string text) => new()
    {
        Command = plan.Id,
        Rollout = plan.Id,
        Node = node.Value,
        State = state,
        Reason = new Reason(code, text),
        Mode = plan.Command.Mode,
        RunList = plan.Command.RunList,
        FinishedAt = now,
    };
}
