using ChefActors.Controller.Rollouts;
using ChefActors.Core.Rollouts;

namespace ChefActors.Controller.Console.Rendering;

/// <summary>Why a rollout is where it is: who asked, what was decided by which rule on which numbers, who wrote it when. Lines, the oldest cause first.</summary>
internal static class WhyRollout
{
    /// <summary>The chain.</summary>
    public static IEnumerable<string> Lines(RolloutSnapshot snapshot)
    {
        var (plan, state) = (snapshot.Plan, snapshot.State);
        yield return $"{TimeText.At(plan.IssuedAt)}  {Safe(plan.IssuedBy)} asked for it: {Safe(plan.Name)}, target {Safe(plan.Target)}{(plan.PlanHash is { } hash ? $", plan {hash[..Math.Min(12, hash.Length)]}" : "")}";
        if (plan.RetryOf is { } old) yield return $"it is a retry of {old}";
        if (plan.RollsBack is { } back) yield return $"it takes back {back}";
        if (state.StartedAt is { } started) yield return $"{TimeText.At(started)}  {TimeText.Count(snapshot.Tally.Targets, "target")} in {TimeText.Count(plan.Waves.Count, "wave")}; the first began";
        foreach (var word in snapshot.Control.Words) yield return $"{TimeText.At(word.When)}  {Safe(word.Who)} said {Safe(word.Verb)}{(word.Detail is { } detail ? " " + Safe(detail) : "")}";
        if (state.Accepted is { } accepted) yield return $"{TimeText.At(accepted.At)}  {accepted.Failures} failures and {accepted.Offline} offline nodes were accepted: only more than those count";
        if (state.Halt is { } halt) foreach (var line in Halt(halt)) yield return line;
        yield return Now(snapshot);
        if (state.Reason is { } reason && state.Halt is null) yield return "because: " + Safe(reason.Text.Length > 0 ? reason.Text : reason.Code);
        yield return $"counts: {ResultText.Counts(snapshot.Tally)}";
        yield return $"written by controller {Safe(state.Owner ?? "?")}, epoch {state.Epoch}, by ZooKeeper's clock"
            + (state.Phase.IsEnded() ? "" : snapshot.OwnedBy is { } owner ? $"; driven now by {Safe(owner.Controller)} on {Safe(owner.Host)}" : "; nobody drives it now");
    }

    private static IEnumerable<string> Halt(HaltCause halt)
    {
        yield return $"{TimeText.At(halt.At)}  rule {halt.Rule}{(halt.Wave is { } wave ? $" of wave {Safe(wave)}" : "")}: {Safe(halt.Text)}";
        if (halt.Value is { } value) yield return $"value {value}{(halt.Limit is { } limit ? $", limit {limit} (reached at the limit, not above it)" : "")}; {halt.Outstanding} were outstanding then";
        if (halt.Nodes.Count > 0) yield return "by: " + string.Join(", ", halt.Nodes.Select(Safe));
        if (halt.RollbackRefused is { } refused) yield return "not rolled back: " + Safe(refused);
    }

    private static string Now(RolloutSnapshot snapshot)
    {
        var (plan, state) = (snapshot.Plan, snapshot.State);
        var wave = plan.Waves.Count > 1 && !state.Phase.IsEnded() ? $", wave {Safe(plan.Waves[state.Wave].Name)} ({state.Wave + 1} of {plan.Waves.Count})" : "";
        return state.Phase switch
        {
            RolloutPhase.Preparing => "so it is preparing: its targets are being written, nothing is dispatched",
            RolloutPhase.Running => $"so it runs{wave}",
            RolloutPhase.Paused => $"so it is paused{wave}: nothing new is dispatched, budgets are looked at",
            RolloutPhase.Waiting => $"so it waits{wave}",
            RolloutPhase.Halted => $"so it is halted{wave}: nothing new starts{(state.Halt is { } halt ? $"; it is aborted at {TimeText.At(halt.Until)} unless somebody speaks" : "")}",
            RolloutPhase.Succeeded => $"so it succeeded{Finished(state)}: every target is a success",
            RolloutPhase.Failed => $"so it failed{Finished(state)}: all waves are done, and not every target is a success",
            RolloutPhase.Aborted => $"so it is aborted{Finished(state)}: what was never dispatched is withdrawn and never runs",
            RolloutPhase.RolledBack => $"so it is rolled back{Finished(state)} by {Safe(state.RolledBackBy ?? "another rollout")}",
            _ => $"so it is {state.Phase.Word()}",
        };
    }

    private static string Finished(RolloutState state) => state.FinishedAt is { } at ? $" at {TimeText.At(at)}" : "";

    private static string Safe(string text) => SafeText.Line(text);
}
