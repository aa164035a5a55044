using System.Collections.Immutable;
using ChefActors.Core.Results;

namespace ChefActors.Core.Rollouts;

/// <summary>Counts as they travel: the words of the contract and their numbers; <c>targets</c> is the sum of the others.</summary>
public sealed class RolloutCounts : Dictionary<string, int>
{
    /// <summary>Empty, for readers.</summary>
    public RolloutCounts() : base(StringComparer.Ordinal)
    {
    }

    /// <summary>The tally's counts.</summary>
    public RolloutCounts(ResultTally tally) : this()
    {
        ArgumentNullException.ThrowIfNull(tally);
        this["targets"] = tally.Targets;
        this["pending"] = tally.Pending;
        this["outstanding"] = tally.Outstanding;
        foreach (var (state, count) in tally.Ended) this[state.Word()] = count;
    }
}
