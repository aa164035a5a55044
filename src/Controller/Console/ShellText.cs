namespace ChefActors.Controller.Console;

/// <summary>Words of a command that somebody is to copy into a shell.</summary>
internal static class ShellText
{
    /// <summary>The word, in single quotes where the shell would read it otherwise.</summary>
    public static string Quoted(string word) =>
        word.Length > 0 && word.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '.' or '_' or '-' or ':' or ',' or '=' or '+' or '@')
            ? word
            : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
