using Spectre.Console;
using Spectre.Console.Rendering;

namespace ChefActors.Controller.Console.Rendering;

/// <summary>One line of a screen, never longer than the screen is wide, built piece by piece. Text is text: no markup is read.</summary>
internal sealed class ScreenLine(int width)
{
    private readonly Paragraph paragraph = new();
    private int used;

    /// <summary>The line as it is.</summary>
    public IRenderable Renderable => paragraph;

    /// <summary>Adds text, cut at the end of the line.</summary>
    public ScreenLine Add(string text, Style? style = null)
    {
        var fitting = Fit(text, width - used);
        used += fitting.GetCellWidth();
        paragraph.Append(fitting, style);
        return this;
    }

    /// <summary>Adds text as a column: cut or filled to its width, and a gap of two after it.</summary>
    public ScreenLine Column(string text, int columnWidth, Style? style = null)
    {
        var fitting = Fit(text, columnWidth);
        return Add(fitting + new string(' ', columnWidth - fitting.GetCellWidth()), style).Add("  ");
    }

    /// <summary>The text, or as much of it as fits before an ellipsis.</summary>
    public static string Fit(string text, int cells)
    {
        if (cells <= 0) return "";
        if (text.GetCellWidth() <= cells) return text;
        var length = text.Length;
        while (length > 0 && text[..length].GetCellWidth() > cells - 1) length -= length > 1 && char.IsLowSurrogate(text[length - 1]) ? 2 : 1;
        return text[..length] + "…";
    }
}
