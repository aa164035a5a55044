using System.Globalization;

namespace ChefActors.Controller.Planning.Plans;

/// <summary>In which order targets are put into waves. A closed set.</summary>
internal abstract record WaveOrder
{
    /// <summary>How it is asked for.</summary>
    public const string Allowed = "name, shuffle(SEED) with a whole number from 0, or spread(KEY) with the key of a fact";

    private WaveOrder()
    {
    }

    /// <summary>Reads <c>name</c>, <c>shuffle(7)</c>, <c>spread(zone)</c>; null: it is none of them.</summary>
    public static WaveOrder? Read(string text) => PlanCall.Of(text) switch
    {
        { Word: "name", Argument: null } => new ByName(),
        { Word: "shuffle", Argument: { } seed } when ulong.TryParse(seed, NumberStyles.None, CultureInfo.InvariantCulture, out var number) => new Shuffle(number),
        { Word: "spread", Argument: { } key } when IsKey(key) => new Spread(key),
        _ => null,
    };

    private static bool IsKey(string text) => text.Length is > 0 and <= 256 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-');

    /// <summary>By name.</summary>
    internal sealed record ByName : WaveOrder;

    /// <summary>By chance that a seed decides: the same seed and names give the same order in every version.</summary>
    internal sealed record Shuffle(ulong Seed) : WaveOrder;

    /// <summary>A wave takes evenly from each value of a fact.</summary>
    internal sealed record Spread(string Key) : WaveOrder;
}
