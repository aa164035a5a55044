using System.Text;

namespace ChefActors.NodeHost.Checking;

/// <summary>Checks as text: a line each in a pipe, wrapped at the width of a terminal. Pure.</summary>
internal static class CheckReport
{
    private const int SubjectWidth = 15;
    private const int VerdictWidth = 9;
    private const int TextAtLeast = 20;

    /// <summary>The lines, and a last one that counts.</summary>
    /// <param name="checks">In the order in which they are shown.</param>
    /// <param name="width">Columns of the terminal; null: not wrapped.</param>
    internal static IReadOnlyList<string> Lines(IReadOnlyList<CheckLine> checks, int? width) =>
    [
        .. checks.SelectMany(check => Lines(check, width)),
        $"{checks.Count} checks: {Count(checks, Verdict.Ok)} ok, {Count(checks, Verdict.Warning)} warnings, {Count(checks, Verdict.Fails)} fail",
    ];

    /// <summary>0: nothing fails.</summary>
    internal static int ExitCode(IReadOnlyList<CheckLine> checks) => checks.Any(check => check.Verdict == Verdict.Fails) ? 1 : 0;

    private static int Count(IReadOnlyList<CheckLine> checks, Verdict verdict) => checks.Count(check => check.Verdict == verdict);

    private static IEnumerable<string> Lines(CheckLine check, int? width)
    {
        var head = check.Subject.PadRight(SubjectWidth) + Word(check.Verdict).PadRight(VerdictWidth);
        var text = Plain(check.Advice is null ? check.Found : $"{check.Found}. {check.Advice}");
        foreach (var part in width is { } columns ? Wrapped(text, Math.Max(TextAtLeast, columns - head.Length)) : [text])
        {
            yield return head + part;
            head = new string(' ', SubjectWidth + VerdictWidth);
        }
    }

    private static string Word(Verdict verdict) => verdict switch
    {
        Verdict.Ok => "ok",
        Verdict.Warning => "warning",
        Verdict.Fails => "fails",
        _ => throw new ArgumentOutOfRangeException(nameof(verdict), verdict, "the set of verdicts is closed"),
    };

    /// <summary>What znodes and programs say is shown as text on one line, whatever they hold.</summary>
    private static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes()) plain.Append(Rune.IsControl(rune) ? " " : rune.ToString());
        return plain.ToString();
    }

    private static IEnumerable<string> Wrapped(string text, int room)
    {
        while (text.Length > room)
        {
            var blank = text.LastIndexOf(' ', room);
            var length = blank > 0 ? blank : room;
            yield return text[..length];
            text = text[length..].TrimStart();
        }

        yield return text;
    }
}
