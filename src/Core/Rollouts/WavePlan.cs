namespace ChefActors.Core.Rollouts;

/// <summary>One wave of a plan.</summary>
/// <param name="Name">For people and operators' words.</param>
/// <param name="Targets">How many nodes it has.</param>
/// <param name="Parallel">At most so many outstanding at once.</param>
public sealed record WavePlan(string Name, int Targets, int Parallel);
