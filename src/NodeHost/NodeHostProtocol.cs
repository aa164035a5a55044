namespace ChefActors.NodeHost;

/// <summary>What children say to the node host.</summary>
internal static class NodeHostProtocol
{
    /// <summary>A child that has just begun wants to know whether there is a session.</summary>
    internal sealed record NeedsSession;
}
