using ChefActors.Core.Nodes;
using ChefActors.Core.Results;

namespace ChefActors.Controller.Rollouts;

/// <summary>One node and what was seen of it.</summary>
internal readonly record struct SeenNode<TFact>(NodeName Node, TFact Fact)
    where TFact : class;

/// <summary>One node and the terminal state that the controller gives it.</summary>
internal readonly record struct NodeResult(NodeName Node, CommandResult Result);

/// <summary>One claimed entry to ask to stop, by the version that was seen.</summary>
internal readonly record struct StopRequest(NodeName Node, int EntryVersion);
