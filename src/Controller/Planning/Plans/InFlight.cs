using ChefActors.Core.Rollouts;

namespace ChefActors.Controller.Planning.Plans;

/// <summary>What a budget does not stop: who is under way when it is reached.</summary>
internal static class InFlight
{
    /// <summary>
    /// How many can still fail at most: the last failure that counted has made room for nobody, so all but it of those that may go at once are under way,
    /// as far as there are so many.
    /// </summary>
    public static int CanStillFail(Budget failures, int parallel, int targets) => Math.Max(0, Math.Min(parallel - 1, targets - failures.Nodes));
}
