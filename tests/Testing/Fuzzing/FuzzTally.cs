namespace ChefActors.Testing.Fuzzing;

/// <summary>How a run ended.</summary>
/// <param name="Seeds">Conversations that were played.</param>
/// <param name="Frames">Frames in them.</param>
/// <param name="Refused">Frames that were not taken for a message.</param>
/// <param name="Findings">What broke, in no order.</param>
public sealed record FuzzTally(long Seeds, long Frames, long Refused, IReadOnlyList<FuzzFinding> Findings);
