namespace ChefActors.NodeHost.Supervising;

/// <summary>The crashes of one thing, one after the other. Pure.</summary>
/// <param name="InARow">Crashes that are not forgotten; 0: none.</param>
/// <param name="Last">When the latest came, on a clock that only goes forward.</param>
internal sealed record CrashHistory(int InARow = 0, TimeSpan Last = default)
{
    /// <summary>With one more crash.</summary>
    internal CrashHistory Crashed(RestartPolicy policy, TimeSpan now) =>
        new(InARow > 0 && now - Last < policy.ForgetAfter ? InARow + 1 : 1, now);

    /// <summary>How long to wait before the next beginning; null: it is the end.</summary>
    internal TimeSpan? Pause(RestartPolicy policy, int seed) =>
        InARow >= policy.GiveUpAfter ? null : policy.Pause(InARow, seed);
}
