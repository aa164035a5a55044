using System.Text;

namespace ChefActors.Controller.Console.Rendering;

/// <summary>
/// Text from nodes on its way to a terminal: it may hold what a recipe printed, so nothing in it may move the cursor, colour, retitle or hide.
/// Markup is no danger, as text never goes through a markup parser.
/// </summary>
internal static class SafeText
{
    private const char Escape = '\u001b';
    private const char Csi = '\u009b';
    private const char Osc = '\u009d';

    /// <summary>On one line, with single blanks.</summary>
    public static string Line(string? text)
    {
        var line = new StringBuilder();
        foreach (var c in Clean(text ?? ""))
        {
            if (!char.IsWhiteSpace(c)) line.Append(c);
            else if (line.Length > 0 && line[^1] != ' ') line.Append(' ');
        }

        return line.ToString().TrimEnd();
    }

    /// <summary>One line of output as it is, blanks and all; a text that is harmless already is given back.</summary>
    public static string LogLine(string line)
    {
        foreach (var c in line)
        {
            if (char.IsControl(c) || char.IsSurrogate(c) || IsInvisible(c)) return Clean(line.TrimEnd('\r')).Replace("\t", "    ", StringComparison.Ordinal).Replace('\n', ' ');
        }

        return line;
    }

    /// <summary>Line by line; empty lines at the end are left out.</summary>
    public static IReadOnlyList<string> Lines(string? text) =>
        [.. Clean((text ?? "").Replace("\r\n", "\n", StringComparison.Ordinal)).TrimEnd().Split('\n').Select(l => l.Replace("\t", "    ", StringComparison.Ordinal))];

    /// <summary>Without escape sequences, control characters but line end and tab, marks of direction, and halves of surrogates.</summary>
    private static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == Escape) i = EndOfSequence(text, i + 1);
            else if (c == Csi) i = EndOfCsi(text, i + 1);
            else if (c == Osc) i = EndOfString(text, i + 1);
            else if (c is '\n' or '\t') clean.Append(c);
            else if (c == '\r') clean.Append('\n');
            else if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1])) clean.Append(c).Append(text[++i]);
            else if (char.IsSurrogate(c)) clean.Append('\ufffd');
            else if (!char.IsControl(c) && !IsInvisible(c)) clean.Append(c);
        }

        return clean.ToString();
    }

    /// <summary>The index of the last character of the sequence whose first character after ESC is at <paramref name="start"/>.</summary>
    private static int EndOfSequence(string text, int start)
    {
        if (start >= text.Length) return start;
        switch (text[start])
        {
            case '[':
                return EndOfCsi(text, start + 1);
            case ']' or 'P' or 'X' or '^' or '_':
                return EndOfString(text, start + 1);
            default:
                var i = start;
                while (i < text.Length && text[i] is >= ' ' and <= '/') i++;
                return i;
        }
    }

    private static int EndOfCsi(string text, int start)
    {
        var i = start;
        while (i < text.Length && text[i] is >= ' ' and <= '?') i++;
        // What cannot end a sequence was no part of it: it is looked at again.
        return i < text.Length && text[i] is >= '@' and <= '~' ? i : i - 1;
    }

    /// <summary>A string ends with BEL or ESC \; one that never ends goes to the end of its line.</summary>
    private static int EndOfString(string text, int start)
    {
        for (var i = start; i < text.Length; i++)
        {
            if (text[i] is '\u0007' or '\u009c') return i;
            if (text[i] == '\n') return i - 1;
            if (text[i] == Escape) return i + 1 < text.Length && text[i + 1] == '\\' ? i + 1 : i - 1;
        }

        return text.Length - 1;
    }

    private static bool IsInvisible(char c) =>
        c is (>= '\u200b' and <= '\u200f') or (>= '\u2028' and <= '\u202e') or (>= '\u2060' and <= '\u206f') or '\ufeff' or '\u061c' or '\u00ad' or (>= '\ufff0' and <= '\ufffb');
}
