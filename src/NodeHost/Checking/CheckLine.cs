namespace ChefActors.NodeHost.Checking;

/// <summary>One check.</summary>
/// <param name="Subject">What was looked at, in a word or two.</param>
/// <param name="Verdict">What it came to.</param>
/// <param name="Found">What was found.</param>
/// <param name="Advice">What to do; null: nothing.</param>
internal sealed record CheckLine(string Subject, Verdict Verdict, string Found, string? Advice = null)
{
    /// <summary>All is well.</summary>
    internal static CheckLine Ok(string subject, string found) => new(subject, Verdict.Ok, found);

    /// <summary>Somebody should look.</summary>
    internal static CheckLine Warning(string subject, string found, string advice) => new(subject, Verdict.Warning, found, advice);

    /// <summary>A node host would not work.</summary>
    internal static CheckLine Fails(string subject, string found, string advice) => new(subject, Verdict.Fails, found, advice);
}
