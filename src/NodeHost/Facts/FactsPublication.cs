using System.Text.Json;
using System.Text.Json.Nodes;
using ChefActors.Core.Nodes;
using ChefActors.Core.Znodes;
using ChefActors.ZooKeeper;

namespace ChefActors.NodeHost.Facts;

/// <summary>Whether facts are to be written, by what stands. Pure.</summary>
internal static class FactsPublication
{
    /// <summary>
    /// The bytes to write; null: nothing. Facts that changed are written, others only when they are so old that they would not show any more that
    /// this node is there.
    /// </summary>
    /// <param name="facts">The payload as it is now.</param>
    /// <param name="known">What stands.</param>
    /// <param name="stat">Its Stat.</param>
    /// <param name="serverNow">ZooKeeper's time.</param>
    internal static byte[]? ToWrite(JsonObject facts, JsonObject? known, Stat stat, DateTimeOffset serverNow)
    {
        if (known is null) return NodeFacts.Bytes(facts);
        var before = known.DeepClone().AsObject();
        var changedAt = before[LastSeen.ChangedAt]?.DeepClone();
        before.Remove(LastSeen.ChangedAt);
        if (!JsonNode.DeepEquals(before, facts)) return NodeFacts.Bytes(facts);
        if (serverNow - stat.ModifiedAt < LastSeen.Every) return null;
        var again = facts.DeepClone().AsObject();
        again[LastSeen.ChangedAt] = changedAt ?? UtcTimeConverter.Text(stat.ModifiedAt);
        return NodeFacts.Bytes(again);
    }

    /// <summary>What stands, understood; null: nothing, or what is no facts.</summary>
    internal static JsonObject? Read(byte[]? data)
    {
        if (data is null or { Length: 0 } or { Length: > PayloadLimits.PayloadBytes }) return null;
        try
        {
            return JsonNode.Parse(data, documentOptions: new JsonDocumentOptions { MaxDepth = PayloadLimits.JsonDepth, AllowDuplicateProperties = false }) as JsonObject;
        }
        catch (JsonException)
        {
            // Somebody else wrote it: it is written over.
            return null;
        }
    }
}
