using ChefActors.Simulation.Model;

namespace ChefActors.Simulation.Checkers;

/// <summary>All of them.</summary>
internal static class Checks
{
    /// <summary>What must hold at any time.</summary>
    internal static IReadOnlyList<string> Safety(World world) =>
    [
        .. world.Errors.Where(error => !IsOfRestored(world, error)), .. world.Zk.HandlerErrors.Select(error => error.ToString()),
        .. OfHost(world), .. RestartIsTrue.Violations(world), .. NewestPushWins.Violations(world),
    ];

    /// <summary>What must hold of any node host's history.</summary>
    internal static IReadOnlyList<string> OfHost(IHostHistory host) =>
        [.. OneResult.Violations(host), .. OneStart.Violations(host), .. StartHasClaim.Violations(host), .. NeverRan.Violations(host), .. ResultIsTrue.Violations(host)];

    /// <summary>Of an older state the controller decides anew: a true result then stands against its decision, which the node host says and leaves.</summary>
    private static bool IsOfRestored(World world, string error) =>
        error.Contains("the row stands", StringComparison.Ordinal) && world.Restored.Keys.Any(id => error.Contains($"the row of command {id} ", StringComparison.Ordinal));

    /// <summary>What must hold when all is over.</summary>
    internal static IReadOnlyList<string> AtTheEnd(World world) => [.. Safety(world), .. NewestPushWins.ViolationsAtTheEnd(world), .. NothingLeft.Violations(world)];
}
