using ChefActors.Core.Nodes;
using ChefActors.Core.Rollouts;
using ChefActors.Core.Znodes;

namespace ChefActors.Controller.Ownership;

/// <summary>Resolved targets as the payloads of <c>/rollout/&lt;id&gt;/targets/&lt;n&gt;</c>.</summary>
internal static class TargetChunks
{
    /// <summary>Names of one chunk: even the longest names fit a payload, compressed or not.</summary>
    public const int NodesAtMost = 2000;

    public static IReadOnlyList<byte[]> Of(IReadOnlyList<IReadOnlyList<NodeName>> waves) =>
    [
        .. waves
            .SelectMany((nodes, wave) => nodes.Select(node => (Wave: wave, Node: node.Value)))
            .Chunk(NodesAtMost)
            .Select(chunk => new TargetChunk(1, [.. chunk.GroupBy(t => t.Wave).Select(g => new WaveTargets(g.Key, [.. g.Select(t => t.Node)]))]))
            .Select(chunk => PayloadCodec.WriteCompressed(chunk, PayloadJson.Default.TargetChunk)),
    ];
}
