namespace ChefActors.Testing.Fuzzing;

/// <summary>A conversation that broke nothing.</summary>
/// <param name="Frames">How many there were.</param>
/// <param name="Refused">Those that were not taken for a message.</param>
/// <param name="Frame">The bytes of the one frame that was asked for; null: all were.</param>
public readonly record struct Played(int Frames, int Refused, byte[]? Frame = null);
