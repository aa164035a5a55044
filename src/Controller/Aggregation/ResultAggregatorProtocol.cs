using System.Collections.Immutable;
using ChefActors.Core.Nodes;

namespace ChefActors.Controller.Aggregation;

/// <summary>What <see cref="ResultAggregatorActor"/> is asked. It answers its parent with rows and presence as rollout inputs.</summary>
internal static class ResultAggregatorProtocol
{
    /// <summary>Look at these nodes now, and tell of their rows and presence as they change.</summary>
    internal sealed record Watch(ImmutableArray<NodeName> Nodes);

    /// <summary>Look at all again: watches may have missed something.</summary>
    internal sealed record Refresh;
}
