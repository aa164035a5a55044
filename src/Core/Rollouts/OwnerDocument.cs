namespace ChefActors.Core.Rollouts;

/// <summary>Payload of <c>/rollout/&lt;id&gt;/owner</c> and <c>/controller/&lt;id&gt;</c>: for people and logs; it fences nothing.</summary>
/// <param name="V">Payload version.</param>
/// <param name="Controller">The controller's id.</param>
/// <param name="Host">Its machine.</param>
/// <param name="Pid">Its process id there.</param>
/// <param name="Since">Since when.</param>
public sealed record OwnerDocument(int V, string Controller, string Host, int Pid, DateTimeOffset Since);
