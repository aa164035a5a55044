using ChefActors.Simulation.Model;

namespace ChefActors.Simulation.Checkers;

/// <summary>All of them.</summary>
internal static class Checks
{
    /// <summary>What must hold at any time.</summary>
    internal static IReadOnlyList<string> Safety(World world) =>
    [
        .. world.Errors.Where(error => !IsOfRestored(world, error)), .. world.Zk.HandlerErrors.Select(error => error.ToString()),
        .. OneResult.Violations(world), .. OneStart.Violations(world), .. StartHasClaim.Violations(world), .. NeverRan.Violations(world), .. ResultIsTrue.Violations(world), .. RestartIsTrue.Violations(world), .. NewestPushWins.Violations(world),
    ];

    /// <summary>Of an older state the controller decides anew: a true result then stands against its decision, which the node host says and leaves.</summary>
    private static bool IsOfRestored(World world, string error) =>
        error.Contains("the row stands", StringComparison.Ordinal) && world.Restored.Keys.Any(id => error.Contains($"the row of command {id} ", StringComparison.Ordinal));

    /// <summary>What must hold when all is over.</summary>
    internal static IReadOnlyList<string> AtTheEnd(World world) => [.. Safety(world), .. NewestPushWins.ViolationsAtTheEnd(world), .. NothingLeft.Violations(world)];
}
