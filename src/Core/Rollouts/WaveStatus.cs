namespace ChefActors.Core.Rollouts;

/// <summary>One wave in <see cref="RolloutState"/>.</summary>
public sealed record WaveStatus(string Name, WaveState State, int Targets);
