using ChefActors.Controller.Rollouts;
using ChefActors.Core.Results;
using ChefActors.Core.Rollouts;

namespace ChefActors.Controller.Console.Rendering;

/// <summary>A rollout as <c>--output json</c> shows it (CONTRACT, section 6).</summary>
internal sealed record RolloutDocument(
    int V,
    string Cluster,
    string Rollout,
    string Name,
    RolloutPhase State,
    Reason? Reason,
    string IssuedBy,
    DateTimeOffset? StartedAt,
    DateTimeOffset? FinishedAt,
    RolloutCounts Counts,
    IReadOnlyList<WaveDocument> Waves,
    IReadOnlyList<NodeDocument> Nodes)
{
    /// <summary>The document of a snapshot.</summary>
    public static RolloutDocument Of(RolloutSnapshot snapshot, string cluster) => new(
        1,
        cluster,
        snapshot.Plan.Id,
        snapshot.Plan.Name,
        snapshot.State.Phase,
        snapshot.State.Reason,
        snapshot.Plan.IssuedBy,
        snapshot.State.StartedAt,
        snapshot.State.FinishedAt,
        new RolloutCounts(snapshot.Tally),
        [.. snapshot.Plan.Waves.Select((wave, index) => WaveOf(snapshot, wave, index))],
        [.. snapshot.Nodes.Select(node => NodeDocument.Of(node, snapshot.Plan))]);

    private static WaveDocument WaveOf(RolloutSnapshot snapshot, WavePlan wave, int index)
    {
        var nodes = snapshot.Nodes.Where(n => n.Wave == index).ToList();
        var tally = nodes.Aggregate(ResultTally.Of(nodes.Count), (t, n) => t.Move(NodeStanding.Pending, n.Standing));
        var state = index < snapshot.State.Waves.Count ? snapshot.State.Waves[index].State : WaveState.Pending;
        return new WaveDocument(wave.Name, state, wave.Targets, wave.Parallel, new RolloutCounts(tally));
    }
}
