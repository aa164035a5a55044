using ChefActors.Core.Targets;

namespace ChefActors.Controller.Console.Verbs;

/// <summary>A target as it was typed, read; or the fault with a mark under its column.</summary>
internal static class TargetArgument
{
    private const int MarkedAtMost = 160;

    /// <summary>Reads it; <c>@FILE</c> is a file of this machine.</summary>
    public static TargetExpression Read(string text) =>
        TargetParser.TryParse(text, File.ReadAllLines, out var expression, out var error) ? expression : throw new VerbFailure(ExitCode.Usage, Marked(text, error));

    /// <summary>The text, a caret under the column, and what was found and expected.</summary>
    public static string Marked(string text, TargetSyntaxError error)
    {
        var message = $"the target does not hold, {error}";
        if (text.Length > MarkedAtMost) return message;
        var line = string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));
        return string.Join(Environment.NewLine, message, "  " + line, new string(' ', error.Column + 1) + "^");
    }
}
