using ChefActors.Core.Results;
using ChefActors.Core.Znodes;
using ChefActors.ZooKeeper;

namespace ChefActors.Simulation.Model;

/// <summary>Names of the node host's writes to ZooKeeper.</summary>
internal static class Point
{
    /// <summary>What a transaction is.</summary>
    internal static string Of(IReadOnlyList<ZnodeOperation> operations)
    {
        var inbox = ZnodeLayout.Inbox(World.Node) + "/";
        if (operations.Any(o => o is ZnodeOperation.Create or ZnodeOperation.SetData && o.Path.StartsWith(inbox, StringComparison.Ordinal))) return "claim";
        if (operations.OfType<ZnodeOperation.SetData>().FirstOrDefault(o => o.Path == ZnodeLayout.NodeResult(World.Node)) is { } copy)
            return ResultOf(copy.Data)?.State.NeverRan() == true ? "refusal" : "result";
        if (operations.Any(o => o is ZnodeOperation.Delete && o.Path.StartsWith(inbox, StringComparison.Ordinal))) return "drop";
        return "other";
    }

    /// <summary>The result that is written to a row or to the node; null: that path holds none.</summary>
    internal static CommandResult? ResultOf(byte[]? data, string path) =>
        path == ZnodeLayout.NodeResult(World.Node) || path.StartsWith(ZnodeLayout.Rollouts + "/", StringComparison.Ordinal) ? ResultOf(data) : null;

    /// <summary>A result's bytes.</summary>
    internal static CommandResult? ResultOf(byte[]? data) => data is { Length: > 0 } ? PayloadCodec.Read(data, PayloadJson.Default.CommandResult).Value : null;
}
