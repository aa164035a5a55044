namespace ChefActors.Core.Targets;

/// <summary>
/// A pattern in which <c>*</c> stands for any text without '/', <c>**</c> for any text; every other character stands for itself, case
/// included. Matching walks the text once for all places in the pattern together, so its time is at most length times pattern, never more.
/// </summary>
public sealed class Glob
{
    private const char Star = '\u0001';
    private const char DoubleStar = '\u0002';

    private readonly string pattern;
    private readonly string literals;
    private readonly bool[] isStar;
    private readonly bool hasStar;

    /// <summary>Reads a pattern; every text is one. Three stars and more mean two.</summary>
    public Glob(string pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        this.pattern = pattern;
        (literals, isStar) = Compile(pattern);
        hasStar = isStar.Contains(true);
    }

    /// <summary>Has the pattern a star?</summary>
    public static bool IsPattern(string text) => text.Contains('*', StringComparison.Ordinal);

    /// <summary>Does the whole text match?</summary>
    public bool IsMatch(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!hasStar) return text == literals;
        var reached = new bool[literals.Length + 1];
        var next = new bool[literals.Length + 1];
        reached[0] = true;
        SkipStars(reached);
        foreach (var c in text)
        {
            if (!Step(reached, next, c)) return false;
            (reached, next) = (next, reached);
        }

        return reached[^1];
    }

    /// <inheritdoc />
    public override string ToString() => pattern;

    private static (string Literals, bool[] IsStar) Compile(string pattern)
    {
        var atoms = new List<(char Atom, bool IsStar)>();
        for (var i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] != '*')
            {
                atoms.Add((pattern[i], false));
                continue;
            }

            var start = i;
            while (i + 1 < pattern.Length && pattern[i + 1] == '*') i++;
            atoms.Add((i > start ? DoubleStar : Star, true));
        }

        return (new string([.. atoms.Select(a => a.Atom)]), [.. atoms.Select(a => a.IsStar)]);
    }

    /// <summary>From the places reached before a character to those reached after it; false when there are none.</summary>
    private bool Step(bool[] reached, bool[] next, char c)
    {
        Array.Clear(next);
        var any = false;
        for (var i = 0; i < literals.Length; i++)
        {
            if (!reached[i]) continue;
            if (isStar[i])
            {
                if (c == '/' && literals[i] == Star) continue;
                next[i] = true;
            }
            else
            {
                if (c != literals[i]) continue;
                next[i + 1] = true;
            }

            any = true;
        }

        SkipStars(next);
        return any;
    }

    /// <summary>A star may stand for nothing.</summary>
    private void SkipStars(bool[] places)
    {
        for (var i = 0; i < literals.Length; i++)
        {
            if (places[i] && isStar[i]) places[i + 1] = true;
        }
    }
}
