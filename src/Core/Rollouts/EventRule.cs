using ChefActors.Core.Events;

namespace ChefActors.Core.Rollouts;

/// <summary>Which monitoring events halt: at or above a severity, opened after the rollout's start, not recovered.</summary>
/// <param name="Severity">The lowest that counts.</param>
/// <param name="On">On which nodes.</param>
public sealed record EventRule(EventSeverity Severity, EventScope On);
