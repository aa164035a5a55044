using Spectre.Console;

namespace ChefActors.Controller.Console.Rendering;

/// <summary>A page of labels and values, wrapped at the screen's width.</summary>
internal sealed class PageWriter(IAnsiConsole screen)
{
    private const int LabelWidth = 14;

    /// <summary>One label with its value; nothing when there is no value.</summary>
    public PageWriter Field(string label, string? value, Style? style = null)
    {
        if (string.IsNullOrEmpty(value)) return this;
        var room = Math.Max(20, screen.Profile.Width - LabelWidth);
        var first = true;
        foreach (var part in Wrapped(value, room))
        {
            screen.Write(new Paragraph().Append((first ? label : "").PadRight(LabelWidth), Shades.Quiet).Append(part, style));
            screen.WriteLine();
            first = false;
        }

        return this;
    }

    /// <summary>A heading, after an empty line.</summary>
    public PageWriter Heading(string text)
    {
        screen.WriteLine();
        screen.Write(new Text(text, Shades.Strong));
        screen.WriteLine();
        return this;
    }

    /// <summary>A line as it is, cut at the width.</summary>
    public PageWriter Line(ScreenLine line)
    {
        screen.Write(line.Renderable);
        screen.WriteLine();
        return this;
    }

    /// <summary>Text as it is, wrapped by the terminal.</summary>
    public PageWriter Raw(string text)
    {
        screen.Write(new Text(text));
        screen.WriteLine();
        return this;
    }

    private static IEnumerable<string> Wrapped(string text, int room)
    {
        while (text.GetCellWidth() > room)
        {
            var length = Math.Min(room, text.Length);
            while (length > 1 && text[..length].GetCellWidth() > room) length--;
            var blank = text.LastIndexOf(' ', length - 1);
            if (blank > room / 2) length = blank;
            else if (char.IsHighSurrogate(text[length - 1]) && length > 1) length--;
            yield return text[..length].TrimEnd();
            text = text[length..].TrimStart();
        }

        yield return text;
    }
}
