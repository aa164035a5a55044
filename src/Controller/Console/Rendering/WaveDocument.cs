using ChefActors.Core.Rollouts;

namespace ChefActors.Controller.Console.Rendering;

/// <summary>One wave.</summary>
internal sealed record WaveDocument(string Name, WaveState State, int Targets, int Parallel, RolloutCounts Counts);
