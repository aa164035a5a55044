using System.Globalization;
using ChefActors.Core.Events;
using ChefActors.Core.Rollouts;

namespace ChefActors.Controller.Planning.Plans;

/// <summary>The key <c>halt</c>.</summary>
internal static class HaltReading
{
    private const string Budget = Amount.Allowed + ", or none; a budget is reached at its number, so 0 would halt before the start";
    private const int ConsecutiveAtMost = 1000;

    /// <summary>The rules, those that are not given as the contract has them.</summary>
    public static PlannedHalt Read(PlanGroup plan)
    {
        if (plan.Group("halt", PlanKeys.Halt, "a mapping such as {wave: {failures: 10%}, total: {failures: 1%}}") is not { } halt) return new PlannedHalt();
        var wave = halt.Group("wave", PlanKeys.HaltWave, "a mapping such as {failures: 10%}");
        var total = halt.Group("total", PlanKeys.HaltTotal, "a mapping such as {failures: 1%, consecutive: 5, offline: 20%}");
        return new PlannedHalt
        {
            WaveFailures = Limit(wave, "failures", PlannedHalt.FailuresByDefault),
            Failures = Limit(total, "failures", PlannedHalt.FailuresByDefault),
            Consecutive = Consecutive(total),
            Offline = Limit(total, "offline", PlannedHalt.OfflineByDefault),
            Events = IsNone(halt, "events") ? null : Events(halt),
            UpdatedTimes = IsNone(halt, "anomaly") ? null : Anomaly(halt),
        };
    }

    private static bool IsNone(PlanGroup? group, string key) => group?.Find(key) is PlanNode.Text { Value: "none" };

    private static Amount? Limit(PlanGroup? group, string key, Amount otherwise) =>
        IsNone(group, key) ? null : group?.Value<Amount>(key, Budget, Amount.Read) ?? otherwise;

    private static int? Consecutive(PlanGroup? total)
    {
        if (IsNone(total, "consecutive")) return null;
        return total?.Scalar<int>("consecutive", $"a whole number from 1 to {ConsecutiveAtMost}, or none", text => Amount.Read(text) is { IsPercent: false, Value: <= ConsecutiveAtMost and var times } ? times : null);
    }

    private static EventRule? Events(PlanGroup halt)
    {
        if (halt.Group("events", PlanKeys.HaltEvents, "a mapping such as {severity: high, on: touched}, or none") is not { } events) return null;
        events.Required("severity", "the least that counts, such as severity: high");
        var severity = events.Word("severity", [.. EventSeverities.All.Select(s => (s.Word(), s))]);
        var on = events.Word("on", ("touched", EventScope.Touched), ("targets", EventScope.Targets)) ?? EventScope.Touched;
        return severity is { } least ? new EventRule(least, on) : null;
    }

    private static int? Anomaly(PlanGroup halt)
    {
        if (halt.Group("anomaly", PlanKeys.HaltAnomaly, "a mapping such as {resources_updated: 3x}, or none") is not { } anomaly || IsNone(anomaly, "resources_updated")) return null;
        return anomaly.Scalar<int>("resources_updated", "2x to 100x, or none", text =>
            text.EndsWith('x') && int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var times) && times is >= 2 and <= 100 ? times : null);
    }
}
