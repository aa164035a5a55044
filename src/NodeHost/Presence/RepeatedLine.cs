namespace ChefActors.NodeHost.Presence;

/// <summary>A line of the log that would come again and again: at once, then after ever longer silences of up to a minute, while it says the same. Pure.</summary>
/// <param name="Text">What was said last; null: nothing.</param>
/// <param name="Silence">How long it then is not said again.</param>
/// <param name="At">When it was said, since boot.</param>
internal readonly record struct RepeatedLine(string? Text, TimeSpan Silence, TimeSpan At)
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    /// <summary>Whether to say it now, and what to remember.</summary>
    internal (RepeatedLine Next, bool IsNews) Say(string text, TimeSpan now)
    {
        if (text != Text) return (new RepeatedLine(text, First, now), true);
        if (now - At < Silence) return (this, false);
        return (new RepeatedLine(text, Silence * 2 < Longest ? Silence * 2 : Longest, now), true);
    }
}
