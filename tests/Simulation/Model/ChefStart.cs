namespace ChefActors.Simulation.Model;

/// <summary>chef-client was started: what the invariants are about.</summary>
/// <param name="Command">The command.</param>
/// <param name="Attempt">Which start.</param>
/// <param name="At">When.</param>
/// <param name="Entry">What its entry held then; null: it had none.</param>
/// <param name="Journal">The journal of the node host that started it.</param>
/// <param name="Others">How many others ran at that moment.</param>
internal sealed record ChefStart(string Command, int Attempt, DateTimeOffset At, byte[]? Entry, string Journal, int Others);
