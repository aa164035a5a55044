using ChefActors.Core.Rollouts;

namespace ChefActors.Controller.Auditing;

/// <summary>A rollout as the audit sees it.</summary>
/// <param name="Plan">The plan.</param>
/// <param name="State">The state.</param>
/// <param name="StateAt">When it was written, by ZooKeeper's clock.</param>
/// <param name="Control">The words.</param>
/// <param name="Nodes">The targets; read for a start alone.</param>
internal sealed record AuditLook(RolloutPlan Plan, RolloutState State, DateTimeOffset StateAt, ControlDocument Control, IReadOnlyList<string> Nodes);
