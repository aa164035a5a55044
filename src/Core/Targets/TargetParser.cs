using System.Diagnostics.CodeAnalysis;

namespace ChefActors.Core.Targets;

/// <summary>
/// Reads the target grammar of the contract (section 7). Text length and nesting are bounded, so that no text can exhaust the stack.
/// </summary>
public static class TargetParser
{
    /// <summary>The longest text, in characters. Longer lists of names belong into a file.</summary>
    public const int MaximumLength = 16_384;

    /// <summary>How deep parentheses and <c>not</c> may nest.</summary>
    public const int MaximumDepth = 100;

    /// <summary>The most lines of a file of names.</summary>
    public const int MaximumFileLines = 200_000;

    /// <summary>Reads a target.</summary>
    /// <param name="text">The target.</param>
    /// <param name="readFile">
    /// Gives the lines of the file that <c>@FILE</c> names: a name or glob each; empty lines and those that begin with <c>#</c> do not count.
    /// Null: files may not be named here. An <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/> of it becomes a syntax error.
    /// </param>
    /// <exception cref="TargetSyntaxException">It is no target.</exception>
    public static TargetExpression Parse(string text, Func<string, IReadOnlyList<string>>? readFile = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > MaximumLength)
        {
            throw new TargetSyntaxException(new TargetSyntaxError(
                MaximumLength + 1, $"a text of {text.Length} characters", $"at most {MaximumLength}; longer lists of names go into a file: @FILE"));
        }

        return new TargetReading(text, readFile).Whole();
    }

    /// <summary>Reads a target; <paramref name="error"/> says where and why it is none.</summary>
    public static bool TryParse(
        string text,
        Func<string, IReadOnlyList<string>>? readFile,
        [NotNullWhen(true)] out TargetExpression? expression,
        [NotNullWhen(false)] out TargetSyntaxError? error)
    {
        try
        {
            expression = Parse(text, readFile);
            error = null;
            return true;
        }
        catch (TargetSyntaxException e)
        {
            expression = null;
            error = e.Error;
            return false;
        }
    }
}
