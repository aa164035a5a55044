namespace ChefActors.Controller.Planning.Plans;

/// <summary>What became of a plan's file. A closed set.</summary>
internal abstract record PlanReading
{
    private PlanReading()
    {
    }

    /// <summary>It holds.</summary>
    internal sealed record Holds(PlanDocument Plan) : PlanReading;

    /// <summary>It does not.</summary>
    /// <param name="Faults">In the order of their places.</param>
    /// <param name="More">How many more there are.</param>
    internal sealed record Faulty(IReadOnlyList<PlanFault> Faults, int More) : PlanReading;
}
