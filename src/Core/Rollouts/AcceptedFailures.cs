namespace ChefActors.Core.Rollouts;

/// <summary>What an operator accepted with <c>resume --accept-failures</c>: only what comes on top of it counts.</summary>
/// <param name="Failures">Failures of all waves.</param>
/// <param name="Waves">Failures of each wave, by its index.</param>
/// <param name="Offline">Nodes that were offline.</param>
/// <param name="Zxid">The newest result that was accepted.</param>
/// <param name="At">When, by the owner's clock: events that were opened before are accepted.</param>
public sealed record AcceptedFailures(int Failures, IReadOnlyList<int> Waves, int Offline, long Zxid, DateTimeOffset At);
