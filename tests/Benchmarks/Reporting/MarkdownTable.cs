using System.Text;

namespace ChefActors.Benchmarks.Reporting;

/// <summary>A table as it goes into docs/performance.md.</summary>
internal sealed class MarkdownTable(params string[] head)
{
    private readonly List<string[]> _rows = [];

    /// <summary>Adds a row with a cell for every column.</summary>
    internal void Add(params string[] cells)
    {
        if (cells.Length != head.Length) throw new ArgumentException($"{cells.Length} cells for {head.Length} columns", nameof(cells));
        _rows.Add(cells);
    }

    /// <inheritdoc />
    public override string ToString()
    {
        var widths = head.Select((title, i) => _rows.Select(row => row[i].Length).Append(title.Length).Max()).ToArray();
        var text = new StringBuilder();
        foreach (var row in _rows.Prepend([.. widths.Select(width => new string('-', width))]).Prepend(head))
            text.Append("| ").AppendJoin(" | ", row.Select((cell, i) => cell.PadRight(widths[i]))).Append(" |\n");
        return text.ToString();
    }
}
