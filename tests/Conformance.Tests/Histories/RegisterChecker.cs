namespace ChefActors.Conformance.Tests.Histories;

/// <summary>
/// Whether a history of one register is linearizable. The servers' transaction numbers are the order that is claimed; it is checked that it explains
/// every answer and that nothing that ended before something else began stands after it. That is a proof, not a search. Pure.
/// </summary>
internal static class RegisterChecker
{
    /// <summary>What contradicts; empty: linearizable.</summary>
    internal static IReadOnlyList<string> Violations(IReadOnlyList<RegisterOperation> history, string initial)
    {
        var violations = new List<string>();
        var known = history.Where(operation => operation.Zxid is not null).ToList();
        var writers = history.Where(operation => operation.IsWrite).ToDictionary(operation => operation.Value, StringComparer.Ordinal);
        foreach (var same in known.GroupBy(operation => operation.Zxid).Where(same => same.Select(operation => operation.Value).Distinct(StringComparer.Ordinal).Count() > 1))
            violations.Add($"transaction {same.Key} has the values {string.Join(", ", same.Select(operation => operation.Value).Distinct(StringComparer.Ordinal))}");
        foreach (var same in known.GroupBy(operation => operation.Value, StringComparer.Ordinal).Where(same => same.Select(operation => operation.Zxid).Distinct().Count() > 1))
            violations.Add($"value {same.Key} was set by the transactions {string.Join(", ", same.Select(operation => operation.Zxid).Distinct())}");
        foreach (var read in known.Where(operation => !operation.IsWrite && operation.Value != initial))
        {
            if (!writers.TryGetValue(read.Value, out var write)) violations.Add($"value {read.Value} was read and never written");
            else if (write.Began > read.Ended) violations.Add($"value {read.Value} was read before it was written");
        }

        // In the order of their ends: what began after the newest end so far must not be older than the newest of what had ended by then.
        var byEnd = known.Where(operation => operation.Ended is not null).OrderBy(operation => operation.Ended).ToList();
        var (newest, next) = (long.MinValue, 0);
        foreach (var operation in known.OrderBy(operation => operation.Began))
        {
            for (; next < byEnd.Count && byEnd[next].Ended < operation.Began; next++) newest = Math.Max(newest, byEnd[next].Zxid!.Value);
            if (operation.Zxid < newest || (operation.IsWrite && operation.Zxid == newest))
                violations.Add($"{(operation.IsWrite ? "the write" : "the read")} of {operation.Value} stands at {operation.Zxid}, and {newest} had ended before it began");
        }

        return violations;
    }
}
