using System.Text.RegularExpressions;

namespace ChefActors.NodeHost.Facts;

/// <summary>
/// What a client.rb says without doubt. It is Ruby and is never evaluated: only lines <c>key "value"</c> at the top level count, the last one
/// of each key. A key that stands anywhere else (in an if, with an interpolation, computed) is not known, which is no fault. Pure.
/// </summary>
internal sealed partial class ClientConfiguration
{
    private const int LinesAtMost = 20_000;

    private static readonly HashSet<string> Keys = new(StringComparer.Ordinal) { "node_name", "chef_server_url", "environment", "policy_name", "policy_group" };

    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);
    private readonly HashSet<string> _mentioned = new(StringComparer.Ordinal);

    /// <summary>A policy's name and its group both stand here: the next run takes its cookbooks from it.</summary>
    internal bool IsPolicyfile => _values.ContainsKey("policy_name") && _values.ContainsKey("policy_group");

    /// <summary>Neither of them stands here in any form.</summary>
    internal bool IsSilentOfPolicy => !_mentioned.Contains("policy_name") && !_mentioned.Contains("policy_group");

    /// <summary>Reads the file and those of its client.d, in the order in which Chef loads them.</summary>
    internal static ClientConfiguration Of(IEnumerable<string> texts)
    {
        var configuration = new ClientConfiguration();
        foreach (var text in texts) configuration.Read(text);
        return configuration;
    }

    /// <summary>As facts.</summary>
    internal ChefFacts Facts => new()
    {
        ChefNodeName = _values.GetValueOrDefault("node_name"),
        ChefServer = _values.GetValueOrDefault("chef_server_url") is { } url ? FactBounds.Server(url) : null,
        ChefEnvironment = _values.GetValueOrDefault("environment"),
        PolicyName = _values.GetValueOrDefault("policy_name"),
        PolicyGroup = _values.GetValueOrDefault("policy_group"),
        ChefMode = IsPolicyfile ? ChefMode.Policyfile : ChefMode.Unknown,
    };

    private void Read(string text)
    {
        var depth = 0;
        string? until = null;
        foreach (var raw in text.Split('\n').Take(LinesAtMost))
        {
            var line = raw.Trim();
            if (until is not null)
            {
                // A comment's end stands at the beginning of its line, a text's may be indented.
                if ((until == "=end" ? raw.TrimEnd('\r') : line) == until || (until == "=end" && raw.StartsWith("=end ", StringComparison.Ordinal))) until = null;
                continue;
            }

            if (line == "__END__") return;
            if (raw.StartsWith("=begin", StringComparison.Ordinal)) until = "=end";
            else if (line.Length > 0 && line[0] != '#')
            {
                Take(line, depth);
                depth = Math.Max(0, depth + Opened(line));
                if (Heredoc().Match(line) is { Success: true } heredoc) until = heredoc.Groups["word"].Value;
            }
        }
    }

    private void Take(string line, int depth)
    {
        var setting = Setting().Match(line);
        var key = setting.Success && Keys.Contains(setting.Groups["key"].Value) ? setting.Groups["key"].Value : null;
        var value = setting.Groups["value"].Value;
        if (key is not null && depth == 0 && FactBounds.Fault(value) is null && value.Length > 0)
        {
            _mentioned.Add(key);
            _values[key] = value;
            return;
        }

        // In doubt nothing is known: it may have been set to something else here.
        foreach (Match word in Word().Matches(line))
        {
            if (!Keys.Contains(word.Value)) continue;
            _mentioned.Add(word.Value);
            _values.Remove(word.Value);
        }
    }

    /// <summary>Blocks that a line opens, less those that it closes.</summary>
    private static int Opened(string line)
    {
        var code = Text().Replace(line, "''");
        if (code.IndexOf('#', StringComparison.Ordinal) is >= 0 and var comment) code = code[..comment];
        var opened = Opening().IsMatch(code) ? 1 : 0;
        if (BlockEnd().IsMatch(code)) opened++;
        return opened + code.Count(c => c is '{' or '[' or '(') - code.Count(c => c is '}' or ']' or ')') - Closing().Count(code);
    }

    [GeneratedRegex("""^(?<key>[a-z_]+)[ \t]*\(?[ \t]*(?:"(?<value>[^"\\#]*)"|'(?<value>[^'\\]*)')[ \t]*\)?[ \t]*(?:#.*)?$""")]
    private static partial Regex Setting();

    [GeneratedRegex("[a-z_]+")]
    private static partial Regex Word();

    [GeneratedRegex("""<<[~-]?['"]?(?<word>[A-Z_][A-Z0-9_]*)['"]?""")]
    private static partial Regex Heredoc();

    [GeneratedRegex("""
        "(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'
        """)]
    private static partial Regex Text();

    [GeneratedRegex(@"^(?:if|unless|case|while|until|for|begin|def|class|module)\b")]
    private static partial Regex Opening();

    [GeneratedRegex(@"\bdo\b(?:\s*\|[^|]*\|)?\s*$|=\s*(?:if|unless|case|begin)\b")]
    private static partial Regex BlockEnd();

    [GeneratedRegex(@"(?:^|[\s;])end\b")]
    private static partial Regex Closing();
}
