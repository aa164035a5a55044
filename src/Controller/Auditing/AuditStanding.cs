namespace ChefActors.Controller.Auditing;

/// <summary>What is recorded of one rollout.</summary>
/// <param name="IsStarted">Its start is.</param>
/// <param name="Words">So many of its words are, the oldest.</param>
/// <param name="Phase">The phase that was recorded last; null: none.</param>
/// <param name="ReasonCode">And its reason.</param>
internal sealed record AuditStanding(bool IsStarted, int Words, string? Phase, string? ReasonCode)
{
    /// <summary>Nothing yet.</summary>
    public static AuditStanding Nothing { get; } = new(false, 0, null, null);
}
