namespace ChefActors.NodeHost.ChefClient.Stopping;

/// <summary>A living process that the run started.</summary>
/// <param name="Process">The process.</param>
/// <param name="Evidence">Why it is taken for one.</param>
/// <param name="IsProven">Only a descendant of the wrapper can be there; false: a marker can be copied, so others of its session are not taken with it.</param>
internal sealed record Survivor(ProcessEntry Process, SurvivorEvidence Evidence, bool IsProven);
