using ChefActors.Simulation.Model;

namespace ChefActors.Simulation.Checkers;

/// <summary>All of them.</summary>
internal static class Checks
{
    /// <summary>What must hold at any time.</summary>
    internal static IReadOnlyList<string> Safety(World world) =>
    [
        .. world.Errors, .. world.Zk.HandlerErrors.Select(error => error.ToString()),
        .. OneResult.Violations(world), .. OneStart.Violations(world), .. StartHasClaim.Violations(world), .. NeverRan.Violations(world), .. ResultIsTrue.Violations(world), .. NewestPushWins.Violations(world),
    ];

    /// <summary>What must hold when all is over.</summary>
    internal static IReadOnlyList<string> AtTheEnd(World world) => [.. Safety(world), .. NewestPushWins.ViolationsAtTheEnd(world), .. NothingLeft.Violations(world)];
}
