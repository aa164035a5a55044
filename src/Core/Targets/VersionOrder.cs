using System.Globalization;

namespace ChefActors.Core.Targets;

/// <summary>The order that <c>&lt; &lt;= &gt; &gt;=</c> ask for.</summary>
internal static class VersionOrder
{
    /// <summary>A number or a version begins with a digit; a number may be negative.</summary>
    public static bool IsComparable(string text) => text.Length > 0 && (char.IsAsciiDigit(text[0]) || IsNumber(text, out _));

    /// <summary>A plain number: digits with at most one dot, maybe a minus sign; no exponent, no thousands.</summary>
    public static bool IsNumber(string text, out decimal number) =>
        decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number)
        && (char.IsAsciiDigit(text[0]) || text[0] == '-');

    /// <summary>
    /// By dotted parts: in each part runs of digits count as numbers of any length, what lies between as text; a part that is missing is 0, so
    /// that 18.4 equals 18.4.0 and 18.10 is above 18.9.
    /// </summary>
    public static int Compare(string left, string right)
    {
        var lefts = left.Split('.');
        var rights = right.Split('.');
        for (var i = 0; i < Math.Max(lefts.Length, rights.Length); i++)
        {
            var order = ComparePart(i < lefts.Length ? lefts[i] : "0", i < rights.Length ? rights[i] : "0");
            if (order != 0) return order;
        }

        return 0;
    }

    private static int ComparePart(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        while (left.Length > 0 && right.Length > 0)
        {
            var digits = char.IsAsciiDigit(left[0]);
            if (digits != char.IsAsciiDigit(right[0])) return digits ? 1 : -1;
            var (leftRun, rightRun) = (Run(left, digits), Run(right, digits));
            var order = digits ? CompareDigits(left[..leftRun], right[..rightRun]) : left[..leftRun].SequenceCompareTo(right[..rightRun]);
            if (order != 0) return order;
            left = left[leftRun..];
            right = right[rightRun..];
        }

        return left.Length.CompareTo(right.Length);
    }

    private static int Run(ReadOnlySpan<char> text, bool digits)
    {
        var length = 1;
        while (length < text.Length && char.IsAsciiDigit(text[length]) == digits) length++;
        return length;
    }

    private static int CompareDigits(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        left = left.TrimStart('0');
        right = right.TrimStart('0');
        return left.Length != right.Length ? left.Length.CompareTo(right.Length) : left.SequenceCompareTo(right);
    }
}
