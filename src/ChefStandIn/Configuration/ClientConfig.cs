namespace ChefActors.ChefStandIn.Configuration;

/// <summary>The few settings of a client.rb that the stand-in heeds, after <c>--config-option</c> had its say.</summary>
internal sealed class ClientConfig
{
    private readonly Dictionary<string, string> _settings = [];

    /// <summary>The <c>-c</c> file exists and was read.</summary>
    internal bool FileWasRead { get; set; }

    internal string? this[string key]
    {
        get => _settings.GetValueOrDefault(key);
        set
        {
            if (value is not null)
                _settings[key] = value;
        }
    }

    /// <summary>
    /// Takes the lines <c>key "value"</c> and <c>key 'value'</c>; all other Ruby is passed over, except for what certainly
    /// stops chef-client: a <c>raise</c> at the start of a line, and bare words that end in an open bracket.
    /// </summary>
    internal ConfigError? Read(string path, string text)
    {
        var number = 0;
        foreach (var range in text.AsSpan().Split('\n'))
        {
            number++;
            var line = text.AsSpan()[range].TrimEnd();
            if (Quoted(line, "raise ") is { } message)
                return ConfigError.Raised(path, number, message);
            if (IsNoRuby(line))
                return ConfigError.Syntax(path, number, line.ToString());
            var space = line.IndexOf(' ');
            if (space > 0 && IsKey(line[..space]) && Quoted(line, line[..(space + 1)]) is { } value)
                this[line[..space].ToString()] = value;
        }

        return null;
    }

    private static string? Quoted(ReadOnlySpan<char> line, ReadOnlySpan<char> start)
    {
        if (!line.StartsWith(start))
            return null;
        var rest = line[start.Length..].Trim();
        if (rest.Length < 2 || rest[0] is not ('"' or '\''))
            return null;
        var end = rest[1..].IndexOf(rest[0]);
        return end < 0 ? null : rest.Slice(1, end).ToString();
    }

    private static bool IsKey(ReadOnlySpan<char> word)
    {
        foreach (var letter in word)
        {
            if (!char.IsAsciiLetterOrDigit(letter) && letter != '_')
                return false;
        }

        return true;
    }

    private static bool IsNoRuby(ReadOnlySpan<char> line)
    {
        if (line.IndexOf(' ') < 0 || !line.EndsWith("("))
            return false;
        foreach (var letter in line[..^1])
        {
            if (!char.IsAsciiLetter(letter) && letter != ' ')
                return false;
        }

        return true;
    }
}
