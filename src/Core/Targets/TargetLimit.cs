using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace ChefActors.Core.Targets;

/// <summary>
/// <c>--limit N</c> or <c>--limit P%</c>: takes some of the targets by a seed. The same names and seed give the same choice everywhere, in
/// whatever order they come, and a larger limit keeps all that a smaller one took.
/// </summary>
public sealed record TargetLimit
{
    private TargetLimit(int value, bool isPercent) => (Value, IsPercent) = (value, isPercent);

    /// <summary>N, from 1; or P, from 1 to 100.</summary>
    public int Value { get; }

    /// <summary>Is it a share of the targets?</summary>
    public bool IsPercent { get; }

    /// <summary>Reads one; <paramref name="error"/> says what was found and what is allowed.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out TargetLimit? limit, [NotNullWhen(false)] out string? error)
    {
        ArgumentNullException.ThrowIfNull(text);
        var isPercent = text.EndsWith('%');
        if (int.TryParse(isPercent ? text[..^1] : text, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            && value >= 1
            && (!isPercent || value <= 100))
        {
            (limit, error) = (new TargetLimit(value, isPercent), null);
            return true;
        }

        (limit, error) = (null, $"found {TargetText.Quoted(text)}; allowed: a number of nodes from 1, or a share from 1% to 100%");
        return false;
    }

    /// <summary>How many of so many; a share is rounded up.</summary>
    public int CountOf(int total) => IsPercent ? (int)(((long)total * Value + 99) / 100) : Math.Min(Value, total);

    /// <summary>Takes as many as <see cref="CountOf"/> says, sorted by name. Names are distinct.</summary>
    public IReadOnlyList<string> Take(IReadOnlyCollection<string> names, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(names);
        return
        [
            .. names.OrderBy(name => Rank(name, seed)).ThenBy(name => name, StringComparer.Ordinal)
                .Take(CountOf(names.Count)).Order(StringComparer.Ordinal),
        ];
    }

    /// <inheritdoc />
    public override string ToString() => IsPercent ? $"{Value}%" : $"{Value}";

    /// <summary>FNV-1a over the name, then the finisher of SplitMix64: spread evenly, and the same in every version of the runtime.</summary>
    private static ulong Rank(string name, ulong seed)
    {
        unchecked
        {
            var hash = 14695981039346656037UL ^ seed;
            foreach (var c in name) hash = (hash ^ c) * 1099511628211UL;
            hash = (hash ^ (hash >> 30)) * 0xbf58476d1ce4e5b9UL;
            hash = (hash ^ (hash >> 27)) * 0x94d049bb133111ebUL;
            return hash ^ (hash >> 31);
        }
    }
}
