namespace ChefActors.Core.Targets;

/// <summary>Which characters mean what in a target's text; shared by the reader and the printer.</summary>
internal static class TargetText
{
    public const int LongestShown = 40;

    /// <summary>What no bare word holds; such values are quoted.</summary>
    private const string Special = "()=!~<>,'\"&|;";

    private static readonly HashSet<string> Reserved = ["and", "or", "not"];

    public static bool IsWordCharacter(char c) => !char.IsWhiteSpace(c) && !char.IsControl(c) && !Special.Contains(c);

    /// <summary>The words of the grammar, which stand for themselves only when quoted.</summary>
    public static bool IsReserved(string word) => Reserved.Contains(word);

    public static bool IsKeyStart(char c) => char.IsAsciiLetterOrDigit(c) || c == '_';

    public static bool IsKey(string text) =>
        text.Length > 0 && IsKeyStart(text[0]) && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-');

    /// <summary>The index of the first character that stands in no name glob, or -1.</summary>
    public static int BadNameCharacter(string pattern)
    {
        for (var i = 0; i < pattern.Length; i++)
        {
            if (!(char.IsAsciiLetterLower(pattern[i]) || char.IsAsciiDigit(pattern[i]) || pattern[i] is '.' or '_' or '-' or '*')) return i;
        }

        return -1;
    }

    /// <summary>For an error: in quotes, cut, without control characters.</summary>
    public static string Quoted(string text)
    {
        var shown = new string([.. text.Take(LongestShown).Select(c => char.IsControl(c) ? '?' : c)]);
        return text.Length > LongestShown ? $"'{shown}…'" : $"'{shown}'";
    }
}
