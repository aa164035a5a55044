using System.Text.Json;
using System.Text.Json.Nodes;
using ChefActors.Core.Commands;
using ChefActors.Core.Znodes;
using ChefActors.NodeHost.Journal;

namespace ChefActors.NodeHost.Running;

/// <summary>The inbox entry of a push through the slot: the command, and beside it which push it was.</summary>
internal static class SlotEntry
{
    /// <summary>The entry, unclaimed.</summary>
    internal static byte[] Write(Command command, SlotIdentity slot)
    {
        var json = JsonSerializer.SerializeToNode(command, PayloadJson.Default.Command)!.AsObject();
        json["slot"] = new JsonObject { ["mzxid"] = slot.Mzxid, ["version"] = slot.Version, ["mtime"] = slot.Mtime };
        return JsonSerializer.SerializeToUtf8Bytes(json, PayloadJson.Default.JsonObject);
    }

    /// <summary>Which push an entry is of; without a readable note only the mzxid of its id is known, and the slot is not emptied by version.</summary>
    internal static SlotIdentity? Read(byte[] entry)
    {
        if (JsonNode.Parse(entry) is not JsonObject json || json["slot"] is not JsonObject slot) return null;
        return slot["mzxid"] is JsonValue mzxid && mzxid.TryGetValue<long>(out var m)
            && slot["version"] is JsonValue version && version.TryGetValue<int>(out var v)
            && slot["mtime"] is JsonValue mtime && mtime.TryGetValue<long>(out var t)
                ? new SlotIdentity(m, v, t)
                : null;
    }
}
