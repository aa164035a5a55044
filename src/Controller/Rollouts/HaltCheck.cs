using ChefActors.Core.Events;
using ChefActors.Core.Results;
using ChefActors.Core.Rollouts;
using ChefActors.Core.Znodes;

namespace ChefActors.Controller.Rollouts;

/// <summary>
/// Which rule halts the rollout now, judged by all that is known, in whatever phase it is. A limit is reached, not exceeded. What an operator accepted
/// does not count again.
/// </summary>
internal static class HaltCheck
{
    /// <summary>A halted rollout is aborted after so long.</summary>
    public static readonly TimeSpan HaltedAtMost = TimeSpan.FromHours(24);

    /// <summary>Updating so many resources is never an anomaly.</summary>
    public const int UpdatedAtLeast = 10;

    private const int NodesAtMost = 10;

    /// <summary>The first rule that holds, or null.</summary>
    public static HaltCause? Find(MachineState state, DateTimeOffset now) =>
        (CanStopSomething(state) ? Wave(state, now) ?? Failures(state, now) ?? Consecutive(state, now) ?? Offline(state, now) : null)
        ?? OfflineRequired(state, now) ?? Event(state, now) ?? Updated(state, now) ?? Late(state, now);

    /// <summary>More resources than this make an anomaly; null: there is no such rule, or the first wave's counts are not known.</summary>
    public static int? UpdatedLimit(MachineState state) =>
        state.Plan.Halt?.UpdatedTimes is { } times && state.Waves[0].MostUpdated is { } most
            ? Math.Max(UpdatedAtLeast, (int)Math.Min(int.MaxValue, (long)times * most))
            : null;

    /// <summary>A budget that is reached with the last results of the last wave stops nothing: the rollout ends as failed.</summary>
    private static bool CanStopSomething(MachineState state) =>
        !state.Pending.IsEmpty
        || (state.Plan.OnHalt == HaltAction.Interrupt && !state.Outstanding.IsEmpty)
        || state.Plan.Rollback is { OnHalt: true };

    private static HaltCause? Wave(MachineState state, DateTimeOffset now)
    {
        for (var i = 0; i <= state.State.Wave; i++)
        {
            var wave = state.Plan.Waves[i];
            if (wave.Failures is not { } budget) continue;
            var accepted = state.State.Accepted?.Waves.ElementAtOrDefault(i) ?? 0;
            if (Reached(state, now, HaltRule.Failures, $"in wave {wave.Name}", budget, state.FailuresOf(i), accepted, i) is { } cause)
                return cause with { Wave = wave.Name };
        }

        return null;
    }

    private static HaltCause? Failures(MachineState state, DateTimeOffset now) => state.Plan.Halt?.Failures is { } budget
        ? Reached(state, now, HaltRule.Failures, "in all", budget, state.Failures, state.State.Accepted?.Failures ?? 0, null)
        : null;

    private static HaltCause? Offline(MachineState state, DateTimeOffset now)
    {
        if (state.Plan.Halt?.Offline is not { } budget) return null;
        var (count, accepted) = (state.Tally.Count(ResultClass.Apart), state.State.Accepted?.Offline ?? 0);
        return count - accepted < budget.Nodes
            ? null
            : Cause(state, now, HaltRule.Offline, $"{count - accepted} nodes were offline when their turn came{Besides(accepted)}: the limit is {budget.Nodes} ({budget.Written})",
                count - accepted, budget.Nodes, state.Targets.Values.Where(t => t.Standing.Ended == ResultState.Offline).OrderByDescending(t => t.Position).Select(t => t.Node.Value));
    }

    private static HaltCause? Consecutive(MachineState state, DateTimeOffset now)
    {
        if (state.Plan.Halt?.Consecutive is not { } limit) return null;
        var accepted = state.State.Accepted?.Zxid ?? 0;
        var row = Newest(state).TakeWhile(e => e.IsFailure && e.Zxid > accepted).Take(limit).ToList();
        return row.Count < limit
            ? null
            : Cause(state, now, HaltRule.Consecutive, $"the last {limit} results were failures: the limit is {limit} in a row", limit, limit, row.Select(e => state.Order[e.Position].Value));
    }

    /// <summary>Unless an operator has accepted it once: then such nodes are skipped.</summary>
    private static HaltCause? OfflineRequired(MachineState state, DateTimeOffset now)
    {
        if (state.Plan.Offline != OfflinePolicy.Require || state.State.Accepted is not null) return null;
        var gone = state.Pending.Select(state.At).TakeWhile(t => t.Wave <= state.State.Wave)
            .Where(t => t.Refusal is null && t.Presence is PresenceFact.Gone or PresenceFact.NeverRegistered).Select(t => t.Node.Value).ToList();
        return gone.Count == 0
            ? null
            : Cause(state, now, HaltRule.OfflineRequired, $"{gone[0]}{(gone.Count > 1 ? $" and {gone.Count - 1} more" : "")} not alive when the turn came, and the plan requires all", gone.Count, null, gone);
    }

    private static HaltCause? Event(MachineState state, DateTimeOffset now)
    {
        if (state.Plan.Halt?.Events is not { } rule || state.Events is not { } events) return null;
        var (start, accepted) = (state.State.StartedAt ?? now, state.State.Accepted?.At ?? DateTimeOffset.MinValue);
        var hit = events.Open.Where(e => e.Severity >= rule.Severity && e.OpenedAt >= start && e.OpenedAt > accepted && Concerns(state, rule, e.Node)).ToList();
        if (hit.Count == 0) return null;
        var first = hit[0];
        return Cause(state, now, HaltRule.Event, $"event {PayloadCodec.OneLine(first.Id)} on {first.Node}, {first.Severity.Word()}: {PayloadCodec.OneLine(first.Text)}{(hit.Count > 1 ? $" (and {hit.Count - 1} more)" : "")}", hit.Count, null,
            hit.Select(e => e.Node.Value).Distinct(StringComparer.Ordinal));
    }

    private static bool Concerns(MachineState state, EventRule rule, Core.Nodes.NodeName node) =>
        state.Targets.TryGetValue(node, out var target) && (rule.On == EventScope.Targets || target.Row is not RowFact.Missing);

    private static HaltCause? Updated(MachineState state, DateTimeOffset now)
    {
        if (UpdatedLimit(state) is not { } limit || state.Waves.Skip(1).All(w => !(w.MostUpdated > limit))) return null;
        var accepted = state.State.Accepted?.Zxid ?? 0;
        foreach (var end in Newest(state).TakeWhile(e => e.Zxid > accepted))
        {
            var target = state.At(end.Position);
            if (target.Wave == 0 || ((RowFact.Ended)target.Row).Result.Resources?.Updated is not { } updated || updated <= limit) continue;
            return Cause(state, now, HaltRule.ResourcesUpdated,
                $"{target.Node} updated {updated} resources, the first wave's nodes {state.Waves[0].MostUpdated} at most: the limit is {limit}", updated, limit, [target.Node.Value]);
        }

        return null;
    }

    /// <summary>A wait for a word or for data has an end.</summary>
    private static HaltCause? Late(MachineState state, DateTimeOffset now)
    {
        if (state.State.GateUntil is not { } until || now <= until || state.State.Accepted?.At > until) return null;
        var wave = state.CurrentWave;
        if (state.Control.Approved.Contains(wave.Name)) return null;
        var cause = wave.Approve
            ? Cause(state, now, HaltRule.ApprovalLate, $"wave {wave.Name} was not approved by {until:u}", null, null, [])
            : Cause(state, now, HaltRule.GateLate, $"the gate after wave {wave.Name} had no data by {until:u}", null, null, []);
        return cause with { Wave = wave.Name };
    }

    private static HaltCause? Reached(MachineState state, DateTimeOffset now, string rule, string where, Budget budget, int count, int accepted, int? wave)
    {
        var value = count - accepted;
        if (value < budget.Nodes) return null;
        var nodes = state.NotBack.Concat(Newest(state).Where(e => e.IsFailure).Select(e => e.Position)).Where(p => wave is null || state.At(p).Wave == wave).Select(p => state.Order[p].Value);
        return Cause(state, now, rule, $"{value} {(value == 1 ? "failure" : "failures")} {where}{Besides(accepted)}: the limit is {budget.Nodes} ({budget.Written})", value, budget.Nodes, nodes);
    }

    private static string Besides(int accepted) => accepted == 0 ? "" : $", besides the {accepted} that were accepted";

    private static HaltCause Cause(MachineState state, DateTimeOffset now, string rule, string text, int? value, int? limit, IEnumerable<string> nodes)
    {
        var left = state.Outstanding.Count;
        var rest = left == 0 ? "" : $"; {left} outstanding can still fail";
        return new HaltCause(rule, text + rest, now, now + HaltedAtMost) { Value = value, Limit = limit, Outstanding = left, Nodes = [.. nodes.Take(NodesAtMost)] };
    }

    private static IEnumerable<EndedRow> Newest(MachineState state) => state.Ends.Reverse();
}
