using System.Collections.Immutable;

namespace ChefActors.NodeHost.Running;

/// <summary>One step of the machine.</summary>
/// <param name="State">The state after it.</param>
/// <param name="Effects">What is to be done, in order.</param>
/// <param name="WakeAt">When a tick is due, since boot; null: no time matters.</param>
internal sealed record RunnerStep(RunnerState State, ImmutableArray<RunnerEffect> Effects, TimeSpan? WakeAt);
