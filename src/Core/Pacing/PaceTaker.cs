namespace ChefActors.Core.Pacing;

/// <summary>One rollout that takes runs from a shared budget.</summary>
/// <param name="Rollout">Its id.</param>
/// <param name="RunsPerMinute">What its plan asks for.</param>
/// <param name="Since">When it first took, after which it ramps up.</param>
/// <param name="Next">When it may take its next run.</param>
/// <param name="Seen">When it took last; who was not seen for a while takes no more.</param>
public sealed record PaceTaker(string Rollout, int RunsPerMinute, DateTimeOffset Since, DateTimeOffset Next, DateTimeOffset Seen);
