using System.Collections.Immutable;

namespace ChefActors.Core.Results;

/// <summary>Counts of a rollout or wave. <see cref="Targets"/> is always the sum of the others.</summary>
/// <param name="Pending">Not dispatched yet.</param>
/// <param name="Outstanding">Dispatched, without a result.</param>
/// <param name="Ended">Terminal states that occur, with their numbers.</param>
public sealed record ResultTally(int Pending, int Outstanding, ImmutableSortedDictionary<ResultState, int> Ended)
{
    /// <summary>A tally of nodes of which none was dispatched.</summary>
    public static ResultTally Of(int targets) => new(targets, 0, ImmutableSortedDictionary<ResultState, int>.Empty);

    /// <summary>All targets.</summary>
    public int Targets => Pending + Outstanding + Ended.Values.Sum();

    /// <summary>Every target has a terminal state.</summary>
    public bool IsComplete => Pending == 0 && Outstanding == 0;

    /// <summary>How many nodes ended in a state of this class.</summary>
    public int Count(ResultClass resultClass) => Ended.Where(pair => pair.Key.Class() == resultClass).Sum(pair => pair.Value);

    /// <summary>One node's move from one standing to another; null and null: pending.</summary>
    public ResultTally Move(NodeStanding from, NodeStanding to)
    {
        var (pending, outstanding, ended) = (Pending, Outstanding, Ended);
        Add(from, -1);
        Add(to, +1);
        return new ResultTally(pending, outstanding, ended);

        void Add(NodeStanding standing, int by)
        {
            if (standing.Ended is { } state)
            {
                var count = ended.GetValueOrDefault(state) + by;
                ended = count == 0 ? ended.Remove(state) : ended.SetItem(state, count);
            }
            else if (standing.Dispatched) outstanding += by;
            else pending += by;
        }
    }
}
