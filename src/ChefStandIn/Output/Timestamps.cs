namespace ChefActors.ChefStandIn.Output;

/// <summary>Chef's spellings of now. Always UTC: Chef would use the machine's zone.</summary>
internal static class Timestamps
{
    /// <summary>As in log lines: <c>2026-11-23T16:18:36+00:00</c>.</summary>
    internal static string Log() => Now().ToString("yyyy-MM-ddTHH:mm:ss") + "+00:00";

    /// <summary>As in diffs and reboot details, with nanoseconds.</summary>
    internal static string Precise() => Now().ToString("yyyy-MM-dd HH:mm:ss.fffffff") + "00 +0000";

    internal static string Day() => Now().ToString("yyyyMMdd");

    /// <summary>As in the last line: <c>07 seconds</c>, <c>02 minutes 07 seconds</c>.</summary>
    internal static string Elapsed(TimeSpan elapsed) =>
        elapsed.TotalSeconds < 60 ? $"{elapsed.Seconds:00} seconds"
        : elapsed.TotalHours < 1 ? $"{elapsed.Minutes:00} minutes {elapsed.Seconds:00} seconds"
        : $"{(int)elapsed.TotalHours:00} hours {elapsed.Minutes:00} minutes {elapsed.Seconds:00} seconds";

    private static DateTime Now() => TimeProvider.System.GetUtcNow().UtcDateTime;
}
