using System.Globalization;

namespace ChefActors.Core.Configuration;

/// <summary>Durations and sizes as settings and plans write them: a whole number and a unit.</summary>
public static class Quantity
{
    private static readonly (string Unit, TimeSpan Length)[] Times =
    [
        ("d", TimeSpan.FromDays(1)), ("h", TimeSpan.FromHours(1)), ("m", TimeSpan.FromMinutes(1)), ("s", TimeSpan.FromSeconds(1)), ("ms", TimeSpan.FromMilliseconds(1)),
    ];

    private static readonly (string Unit, long Bytes)[] Sizes =
    [
        ("", 1), ("B", 1), ("kB", 1000), ("KB", 1000), ("MB", 1000_000), ("GB", 1000_000_000), ("KiB", 1L << 10), ("MiB", 1L << 20), ("GiB", 1L << 30),
    ];

    /// <summary><c>500ms 30s 10m 2h 7d</c>; the unit is never left out.</summary>
    public static bool TryDuration(string text, out TimeSpan value)
    {
        value = default;
        var (number, unit) = Split(text);
        var index = Array.FindIndex(Times, t => t.Unit == unit);
        if (index < 0 || number is null || number > TimeSpan.MaxValue.Ticks / Times[index].Length.Ticks) return false;
        value = TimeSpan.FromTicks(number.Value * Times[index].Length.Ticks);
        return true;
    }

    /// <summary>Bytes without a unit or with B; kB, MB, GB by 1000, KiB, MiB, GiB by 1024.</summary>
    public static bool TrySize(string text, out long bytes)
    {
        bytes = 0;
        var (number, unit) = Split(text);
        var index = Array.FindIndex(Sizes, s => s.Unit == unit);
        if (index < 0 || number is null || number > long.MaxValue / Sizes[index].Bytes) return false;
        bytes = number.Value * Sizes[index].Bytes;
        return true;
    }

    /// <summary>In the largest unit that needs no fraction, such as <c>90s</c>; what is below a millisecond is cut.</summary>
    public static string Print(TimeSpan value)
    {
        if (value == TimeSpan.Zero) return "0s";
        var (unit, length) = Times.FirstOrDefault(t => value.Ticks % t.Length.Ticks == 0, Times[^1]);
        return $"{value.Ticks / length.Ticks}{unit}";
    }

    private static (long? Number, string Unit) Split(string text)
    {
        var digits = text.TakeWhile(char.IsAsciiDigit).Count();
        return (long.TryParse(text.AsSpan(0, digits), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null, text[digits..].TrimStart(' '));
    }
}
