namespace ChefActors.ChefStandIn.Configuration;

/// <summary>Why a configuration file stopped chef-client (exit 43), as the FATAL lines that say so.</summary>
internal sealed record ConfigError(IReadOnlyList<string> FatalLines)
{
    internal static ConfigError Raised(string path, int line, string message) => new(
    [
        $"Configuration error RuntimeError: {message}",
        $"  {path}:{line}:in `from_string'",
        $"Aborting due to error in '{path}': {message}",
    ]);

    internal static ConfigError Syntax(string path, int line, string text)
    {
        var word = text.LastIndexOf(' ') + 1;
        var mark = new string(' ', word) + "^" + new string('~', Math.Max(0, text.Length - word - 2));
        var what = $"{path}:{line}: syntax error, unexpected local variable or method, expecting '('\n{text}\n{mark}\n";
        return new([$"Configuration error SyntaxError: {what}", $"Aborting due to error in '{path}': {what}"]);
    }
}
