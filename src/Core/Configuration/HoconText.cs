namespace ChefActors.Core.Configuration;

/// <summary>A place in a HOCON text, and the characters there.</summary>
internal sealed class HoconText(string text, string source)
{
    private int position;
    private int line = 1;
    private int lineStart;

    /// <summary>Where a value is set, for errors.</summary>
    public string Source => $"{source} line {line}";

    public bool AtEnd => position == text.Length;

    public char Current => AtEnd ? '\0' : text[position];

    public bool StartsWith(string part) => string.CompareOrdinal(text, position, part, 0, part.Length) == 0;

    public char Take()
    {
        var c = text[position++];
        if (c == '\n') (line, lineStart) = (line + 1, position);
        return c;
    }

    public void Skip(int count)
    {
        for (var i = 0; i < count; i++) Take();
    }

    /// <summary>Blanks within the line.</summary>
    public string TakeBlanks() => TakeWhile(c => c != '\n' && (char.IsWhiteSpace(c) || c == '\ufeff'));

    public string TakeWhile(Func<char, bool> wanted)
    {
        var start = position;
        while (!AtEnd && wanted(Current)) Take();
        return text[start..position];
    }

    /// <summary>Blanks, ends of lines, comments. Says whether an end of line was among them.</summary>
    public bool SkipSpace()
    {
        var before = line;
        while (true)
        {
            TakeBlanks();
            if (Current == '#' || StartsWith("//")) TakeWhile(c => c != '\n');
            if (Current != '\n' || AtEnd) return line > before;
            Take();
        }
    }

    public HoconSyntaxException Error(string allowed, string? found = null) => new(line, position - lineStart + 1, found ?? Here, allowed);

    private string Here => AtEnd ? "the end of the text" : Current == '\n' ? "the end of the line" : SettingText.Shown(Current.ToString());
}
