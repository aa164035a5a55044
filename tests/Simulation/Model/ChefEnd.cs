namespace ChefActors.Simulation.Model;

/// <summary>What really became of a started chef-client: what results are held to.</summary>
/// <param name="Command">The command.</param>
/// <param name="Attempt">Which start.</param>
/// <param name="Exit">Its exit code; null: it was killed with its wrapper.</param>
/// <param name="IsNoted">The wrapper noted the code.</param>
/// <param name="LockTimedOut">It did not obtain Chef's lock.</param>
/// <param name="WasSignalled">The node host had sent it a signal.</param>
internal sealed record ChefEnd(string Command, int Attempt, string? Exit, bool IsNoted, bool LockTimedOut, bool WasSignalled);
