namespace ChefActors.Controller.Auditing;

/// <summary>Where a chain has come to.</summary>
/// <param name="Seq">The last line's number; 0: there is none.</param>
/// <param name="Hash">The last line's hash: what the next one holds as <c>prev</c>.</param>
internal readonly record struct AuditPosition(long Seq, string Hash)
{
    /// <summary>Before the first line.</summary>
    public static AuditPosition Beginning { get; } = new(0, AuditChain.Beginning);
}
