using System.Collections.Immutable;
using ChefActors.Core.Nodes;

namespace ChefActors.Controller.Rollouts;

/// <summary>What became of a <see cref="RolloutEffect.Write"/>. A closed set.</summary>
internal abstract record WriteAnswer
{
    private WriteAnswer()
    {
    }

    /// <summary>It took effect for these nodes, which may be the first of those asked for, as a transaction is bounded in bytes.</summary>
    /// <param name="Nodes">Empty for a state.</param>
    /// <param name="StateVersion">The state's version after a <see cref="RolloutEffect.WriteState"/>.</param>
    /// <param name="Zxid">The write; 0: its answer does not tell, which is so where no result was written.</param>
    internal sealed record Done(ImmutableArray<NodeName> Nodes, int StateVersion = -1, long Zxid = 0) : WriteAnswer;

    /// <summary>The state is another: somebody else drives the rollout.</summary>
    internal sealed record Fenced : WriteAnswer;

    /// <summary>An operator has spoken: nothing was written.</summary>
    internal sealed record ControlChanged : WriteAnswer;

    /// <summary>Others took from the shared budget meanwhile: nothing was written.</summary>
    internal sealed record PaceChanged : WriteAnswer;

    /// <summary>Nothing was written, as what is known of this node is out of date.</summary>
    internal sealed record Stale(NodeName Node) : WriteAnswer;

    /// <summary>An entry with this command's id is there without a row: it is not ours. Nothing was written.</summary>
    internal sealed record EntryExists(NodeName Node) : WriteAnswer;

    /// <summary>The node has no inbox. Nothing was written.</summary>
    internal sealed record NeverRegistered(NodeName Node) : WriteAnswer;

    /// <summary>This node's command alone is more than a transaction may hold. Nothing was written.</summary>
    internal sealed record TooLarge(NodeName Node) : WriteAnswer;

    /// <summary>The connection went away: it may have happened.</summary>
    internal sealed record Lost : WriteAnswer;
}
