namespace ChefActors.Conformance.Tests.Histories;

/// <summary>One read or write of a register, as its client saw it.</summary>
/// <param name="Began">Before the request, by one clock for all clients.</param>
/// <param name="Ended">After the answer; null: no answer came, and none will.</param>
/// <param name="Value">What was written or read.</param>
/// <param name="IsWrite">A write; each has a value of its own.</param>
/// <param name="Zxid">The transaction that set the value, by the answer; null: unknown.</param>
internal sealed record RegisterOperation(long Began, long? Ended, string Value, bool IsWrite, long? Zxid);
