namespace ChefActors.Core.Rollouts;

/// <summary>Payload of <c>/rollout/&lt;id&gt;/targets/&lt;n&gt;</c>, always compressed.</summary>
/// <param name="V">Payload version.</param>
/// <param name="Waves">Nodes by wave, in the order in which they go.</param>
public sealed record TargetChunk(int V, IReadOnlyList<WaveTargets> Waves);

/// <summary>Some nodes of one wave.</summary>
/// <param name="Wave">The wave's index.</param>
/// <param name="Nodes">Names.</param>
public sealed record WaveTargets(int Wave, IReadOnlyList<string> Nodes);
