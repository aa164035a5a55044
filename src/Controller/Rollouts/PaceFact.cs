using ChefActors.Core.Pacing;

namespace ChefActors.Controller.Rollouts;

/// <summary>The shared budget as it was read; null and -1: there is none yet.</summary>
internal sealed record PaceFact(PaceDocument? Document, int Version);
