namespace ChefActors.NodeHost.Following;

/// <summary>A run whose output may be followed.</summary>
/// <param name="Command">The command.</param>
/// <param name="IsOver">It has ended.</param>
internal sealed record FollowedRun(string Command, bool IsOver);
