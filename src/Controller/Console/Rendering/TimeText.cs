using System.Globalization;

namespace ChefActors.Controller.Console.Rendering;

/// <summary>Times for people.</summary>
internal static class TimeText
{
    /// <summary><c>2.4 s</c>, <c>42 s</c>, <c>3 min 12 s</c>, <c>1 h 02 min</c>, <c>3 d 4 h</c>.</summary>
    public static string Duration(TimeSpan duration)
    {
        if (duration < TimeSpan.Zero) duration = TimeSpan.Zero;
        if (duration < TimeSpan.FromSeconds(9.95)) return duration.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture) + " s";
        if (duration < TimeSpan.FromMinutes(1)) return $"{(int)duration.TotalSeconds} s";
        if (duration < TimeSpan.FromHours(1)) return $"{duration.Minutes} min {duration.Seconds:00} s";
        if (duration < TimeSpan.FromDays(1)) return $"{duration.Hours} h {duration.Minutes:00} min";
        return $"{(int)duration.TotalDays} d {duration.Hours} h";
    }

    /// <summary>How long ago, in words that need no clock to be read: <c>42 s ago</c>.</summary>
    public static string Ago(DateTimeOffset then, DateTimeOffset now) => now - then < TimeSpan.FromSeconds(1) ? "just now" : Whole(now - then) + " ago";

    /// <summary>Date and time in UTC, to the second.</summary>
    public static string At(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary><c>1 node</c>, <c>2 nodes</c>.</summary>
    public static string Count(int count, string one) => count == 1 ? $"1 {one}" : $"{count} {one}s";

    /// <summary>In one unit: <c>42 s</c>, <c>3 min</c>, <c>5 h</c>, <c>9 d</c>.</summary>
    public static string Whole(TimeSpan duration) => duration.TotalSeconds switch
    {
        < 120 => $"{Math.Max(0, (int)duration.TotalSeconds)} s",
        < 7200 => $"{(int)duration.TotalMinutes} min",
        < 172_800 => $"{(int)duration.TotalHours} h",
        _ => $"{(int)duration.TotalDays} d",
    };
}
