namespace ChefActors.Core.Rollouts;

/// <summary>The budget of runs that all rollouts share that name the same Chef server.</summary>
/// <param name="RunsPerMinute">1 to 100,000.</param>
/// <param name="ChefServer">A name, <c>[a-z0-9._-]{1,253}</c>.</param>
public sealed record PacePlan(int RunsPerMinute, string ChefServer);
