namespace ChefActors.Benchmarks.Soak;

/// <summary>A line through values over minutes, by least squares.</summary>
/// <param name="PerHour">How much they rise in an hour.</param>
/// <param name="First">The line's value at the first of them.</param>
/// <param name="Last">At the last.</param>
internal sealed record Trend(double PerHour, double First, double Last)
{
    /// <summary>Fits it.</summary>
    internal static Trend Of(IReadOnlyList<(double Minutes, double Value)> points)
    {
        var (x, y) = (points.Average(p => p.Minutes), points.Average(p => p.Value));
        var spread = points.Sum(p => (p.Minutes - x) * (p.Minutes - x));
        var slope = spread == 0 ? 0 : points.Sum(p => (p.Minutes - x) * (p.Value - y)) / spread;
        return new Trend(slope * 60, y + (slope * (points[0].Minutes - x)), y + (slope * (points[^1].Minutes - x)));
    }
}
