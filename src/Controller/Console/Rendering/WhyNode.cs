using ChefActors.Controller.Fleet;
using ChefActors.Controller.Rollouts;
using ChefActors.Core.Commands;
using ChefActors.Core.Results;

namespace ChefActors.Controller.Console.Rendering;

/// <summary>Why a node stands where it stands: whose command, which rule or run made its result, what waits for it. Lines, the oldest cause first.</summary>
internal static class WhyNode
{
    /// <summary>The chain of its latest result, and of what is queued.</summary>
    /// <param name="view">The node.</param>
    /// <param name="rollout">The rollout of its latest result; null: it had none, or is not there any more.</param>
    public static IEnumerable<string> Lines(NodeView view, RolloutSnapshot? rollout)
    {
        var node = view.Node;
        yield return node.Alive ? $"its node host is there{Since(node.Since)}" : $"its node host is gone{(node.Since is { } by ? $", by {TimeText.At(by)} for certain" : "")}";
        if (node.Last is null) yield return "no command has ended on it yet";
        else
        {
            foreach (var line in Origin(node.Last, rollout)) yield return line;
            foreach (var line in Result(node.Last)) yield return line;
        }

        foreach (var queued in view.Queue) yield return Queued(queued);
        if (view.SlotBytes > 0) yield return $"its slot holds a push of {view.SlotBytes} bytes that is not claimed yet";
    }

    /// <summary>What the state means, and what follows from it: the contract's words.</summary>
    public static string Meaning(ResultState state) => state switch
    {
        ResultState.Succeeded => "chef-client ended with 0",
        ResultState.RebootPending => "chef-client succeeded and asked for a reboot",
        ResultState.Failed => "chef-client ended with another code than 0",
        ResultState.LockedOut => "another chef-client held Chef's own lock for too long: ours never ran",
        ResultState.TimedOut => "it ran longer than it may, and was stopped",
        ResultState.Cancelled => "an abort or halt reached it while it ran, and it was stopped",
        ResultState.Withdrawn => "an abort or halt reached it before it was claimed: it never ran, and never will",
        ResultState.Expired => "nobody claimed it in time: it never ran, and never will",
        ResultState.Rejected => "it was refused before anything ran",
        ResultState.Interrupted => "node host or machine died in the middle: what became of it cannot be known",
        ResultState.Offline => "no node host was there when its turn came: nothing was dispatched",
        ResultState.Unreachable => "it was dispatched, and the node was gone or silent for too long",
        _ => state.Word(),
    };

    private static IEnumerable<string> Origin(CommandResult result, RolloutSnapshot? rollout)
    {
        if (CommandId.TryParseSlot(result.Command, out var mzxid))
        {
            yield return $"its latest command is a push through its slot, ZooKeeper's write {mzxid:x}";
            yield break;
        }

        if (rollout is null)
        {
            yield return $"its latest command is {SafeText.Line(result.Command)}; that rollout is not kept any more";
            yield break;
        }

        var wave = rollout.Nodes.FirstOrDefault(n => n.Node.Value == result.Node) is { } there && rollout.Plan.Waves.Count > 1 ? $", wave {SafeText.Line(rollout.Plan.Waves[there.Wave].Name)}" : "";
        yield return $"{TimeText.At(rollout.Plan.IssuedAt)}  {SafeText.Line(rollout.Plan.IssuedBy)} asked for rollout {rollout.Plan.Id}: {SafeText.Line(rollout.Plan.Name)}{wave}";
    }

    private static IEnumerable<string> Result(CommandResult result)
    {
        if (result.ReceivedAt is { } received) yield return $"{TimeText.At(received)}  the node received it";
        if (result.StartedAt is { } started) yield return $"{TimeText.At(started)}  chef-client started, attempt {result.Attempt}";
        var at = result.FinishedAt is { } finished ? $"{TimeText.At(finished)}  " : "";
        yield return $"{at}{result.State.Word()}: {Meaning(result.State)}";
        var why = ResultText.Why(result);
        if (why.Length > 0) yield return $"because: {why}{(result.Reason is { } reason ? $" [{SafeText.Line(reason.Code)}]" : "")}";
        if (result.MayStillRun()) yield return "it may still run there: a true result that comes later replaces this one";
    }

    private static string Queued(QueuedCommand queued) => queued.Command is { } command
        ? $"{TimeText.At(queued.Since)}  {queued.Id} stands in its inbox, {(command.Claim is null ? "unclaimed" : "claimed")}{(command.AcceptBy is { } by && command.Claim is null ? $"; it expires at {TimeText.At(by)}" : "")}"
        : $"{TimeText.At(queued.Since)}  {SafeText.Line(queued.Id)} stands in its inbox and cannot be read: {SafeText.Line(queued.Problem ?? "")}";

    private static string Since(DateTimeOffset? since) => since is { } at ? $" since {TimeText.At(at)}" : "";
}
