using ChefActors.Core.Nodes;

namespace ChefActors.NodeHost.Running;

/// <summary>What the runner tells beside its wishes to delivery.</summary>
internal static class ChefRunnerProtocol
{
    /// <summary>What goes on, for the eye.</summary>
    internal sealed record ActivityChanged(Activity Activity);
}
