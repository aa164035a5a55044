namespace ChefActors.Testing.Simulated;

/// <summary>Ends a call inside the simulation; callers never see it, their task just never completes.</summary>
internal sealed class ProcessDiedException() : Exception("the simulated process is dead");
