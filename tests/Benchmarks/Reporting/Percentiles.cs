namespace ChefActors.Benchmarks.Reporting;

/// <summary>Percentiles by nearest rank, as the peers compute them.</summary>
internal static class Percentiles
{
    /// <summary>The value at <paramref name="share"/> (0 to 1) of the sorted values.</summary>
    internal static double Of(IReadOnlyCollection<double> values, double share)
    {
        if (values.Count == 0) throw new ArgumentException("no values", nameof(values));
        var sorted = values.Order().ToArray();
        return sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Length) - 1)];
    }

    /// <summary>The middle one.</summary>
    internal static double Median(IReadOnlyCollection<double> values) => Of(values, 0.5);
}
