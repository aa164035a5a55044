using ChefActors.Controller.Rollouts;
using ChefActors.Core.Rollouts;

namespace ChefActors.Controller.Console.Rendering;

/// <summary>What is new from one look at a rollout to the next. A closed set.</summary>
internal abstract record RolloutChange
{
    private RolloutChange()
    {
    }

    /// <summary>The rollout's phase, or the reason for it.</summary>
    internal sealed record Phase(RolloutState State) : RolloutChange;

    /// <summary>A wave's state.</summary>
    internal sealed record Wave(WaveStatus Status) : RolloutChange;

    /// <summary>A node's standing or result.</summary>
    internal sealed record Node(NodeSnapshot Snapshot) : RolloutChange;

    /// <summary>Everything that is new, nodes in their order; what begins from the whole to the nodes, what ends the other way. Without an earlier look, pending nodes and waves are not news.</summary>
    public static IReadOnlyList<RolloutChange> Between(RolloutSnapshot? before, RolloutSnapshot after)
    {
        var changes = new List<RolloutChange>();
        var waves = before?.State.Waves.ToDictionary(w => w.Name, w => w.State, StringComparer.Ordinal);
        foreach (var wave in after.State.Waves)
        {
            var was = waves?.GetValueOrDefault(wave.Name, WaveState.Pending) ?? WaveState.Pending;
            if (was != wave.State) changes.Add(new Wave(wave));
        }

        var isNewPhase = before is null || before.State.Phase != after.State.Phase || before.State.Reason != after.State.Reason;
        if (isNewPhase && !after.State.Phase.IsEnded())
        {
            changes.Insert(0, new Phase(after.State));
            isNewPhase = false;
        }

        var nodes = before?.Nodes.ToDictionary(n => n.Node);
        foreach (var node in after.Nodes)
        {
            var was = nodes?.GetValueOrDefault(node.Node);
            var isNew = was is null ? node.Standing != default : was.Standing != node.Standing || !ReferenceEquals(was.Result, node.Result) && !Same(was, node);
            if (isNew) changes.Add(new Node(node));
        }

        if (!isNewPhase) return changes;

        // What ends comes after that by which it ends: nodes, waves, the rollout.
        return [.. changes.OfType<Node>(), .. changes.OfType<Wave>(), new Phase(after.State)];
    }

    private static bool Same(NodeSnapshot a, NodeSnapshot b) => a.Result is null ? b.Result is null : a.Result.IsSameAs(b.Result);
}
