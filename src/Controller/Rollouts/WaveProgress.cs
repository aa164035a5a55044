using ChefActors.Core.Results;

namespace ChefActors.Controller.Rollouts;

/// <summary>What is known of one wave's results.</summary>
/// <param name="Tally">Its counts.</param>
/// <param name="LastAt">When its last result came, by ZooKeeper's clock; null: none has.</param>
/// <param name="MostUpdated">The most resources that one of its nodes updated; null: no count is known.</param>
internal sealed record WaveProgress(ResultTally Tally, DateTimeOffset? LastAt, int? MostUpdated)
{
    /// <summary>A wave of which nothing was dispatched.</summary>
    public static WaveProgress Of(int targets) => new(ResultTally.Of(targets), null, null);

    /// <summary>After one node's row changed.</summary>
    public WaveProgress With(NodeStanding from, NodeStanding to, RowFact row)
    {
        var moved = this with { Tally = Tally.Move(from, to) };
        if (row is not RowFact.Ended ended) return moved;
        var last = LastAt is { } at && at > ended.At ? at : ended.At;
        var updated = ended.Result.Resources?.Updated;
        return moved with { LastAt = last, MostUpdated = updated is null ? MostUpdated : Math.Max(updated.Value, MostUpdated ?? 0) };
    }
}
