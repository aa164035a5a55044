namespace ChefActors.Controller.Planning.Plans;

/// <summary>Collects what is wrong with a plan: all of it, up to a bound.</summary>
internal sealed class PlanFaults
{
    /// <summary>More than so many are only counted.</summary>
    public const int KeptAtMost = 50;

    private readonly List<PlanFault> kept = [];

    /// <summary>Whether there is none.</summary>
    public bool None => Count == 0;

    /// <summary>How many there are, those that were not kept among them.</summary>
    public int Count { get; private set; }

    /// <summary>Those that were kept, in the order of their places.</summary>
    public IReadOnlyList<PlanFault> InOrder => [.. kept.OrderBy(f => f.At?.Line).ThenBy(f => f.At?.Column)];

    /// <summary>Adds one.</summary>
    public void Add(PlanPlace? at, string key, string found, string allowed)
    {
        Count++;
        if (kept.Count < KeptAtMost) kept.Add(new PlanFault(at, key, found, allowed));
    }
}
