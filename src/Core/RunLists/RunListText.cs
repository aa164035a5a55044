namespace ChefActors.Core.RunLists;

/// <summary>The characters of Chef's names and versions, and how errors show text that may be hostile.</summary>
internal static class RunListText
{
    private const int LongestShown = 60;

    /// <summary>What is wrong with a cookbook's, recipe's or role's name; null when it is one. Stars stand for themselves where globs are allowed.</summary>
    public static string? NameFault(string name, bool allowStars = false)
    {
        if (name.Length == 0) return "an empty name";
        for (var i = 0; i < name.Length; i++)
        {
            if (char.IsAsciiLetterOrDigit(name[i]) || name[i] == '_' || (allowStars && name[i] == '*')) continue;
            if (name[i] is not ('.' or '-')) return $"{Character(name[i])} in {Quoted(name)}";
            if (i == 0) return $"{Character(name[i])} at the beginning of {Quoted(name)}";
            if (name[i] == '.' && name[i - 1] == '.') return $"'..' in {Quoted(name)}";
        }

        return null;
    }

    /// <summary>x.y or x.y.z, digits only.</summary>
    public static bool IsVersion(string text)
    {
        var parts = text.Split('.');
        return parts.Length is 2 or 3 && parts.All(p => p.Length > 0 && p.All(char.IsAsciiDigit));
    }

    public static string Quoted(string text)
    {
        var shown = new string([.. text.Take(LongestShown).Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '?' : c)]);
        return text.Length > LongestShown ? $"'{shown}…'" : $"'{shown}'";
    }

    private static string Character(char c) => c switch
    {
        ' ' => "a space",
        ',' => "a comma",
        '[' or ']' => $"the bracket '{c}'",
        '\'' or '"' or '`' => $"the quote {c}",
        _ when char.IsControl(c) || c > '~' => $"the character U+{(int)c:X4}",
        _ => $"'{c}'",
    };
}
