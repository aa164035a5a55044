namespace ChefActors.Core.Configuration;

/// <summary>A text is no HOCON, or uses what this house leaves out. Line and column count from 1.</summary>
internal sealed class HoconSyntaxException(int line, int column, string found, string allowed) : Exception($"line {line} column {column}: found {found}; allowed: {allowed}")
{
    public int Line { get; } = line;

    public int Column { get; } = column;

    public string Found { get; } = found;

    public string Allowed { get; } = allowed;
}
