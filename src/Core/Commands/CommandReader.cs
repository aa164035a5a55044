using System.Text.Json;
using System.Text.Json.Nodes;
using ChefActors.Core.Results;
using ChefActors.Core.Znodes;

namespace ChefActors.Core.Commands;

/// <summary>An inbox entry as bytes to a command, checked in every field that bounds something; and a claimed entry back to bytes.</summary>
public static class CommandReader
{
    /// <summary>Longest time a run or a lock wait may take, in seconds.</summary>
    public const int LongestSeconds = 86_400;

    /// <summary>
    /// Reads an entry. Refuses what is not for this entry's id, this node or this cluster. Run-list items and attributes are judged by the
    /// node's admission, as its own configuration decides there.
    /// </summary>
    /// <param name="data">The entry's bytes.</param>
    /// <param name="id">The entry's name in the inbox.</param>
    /// <param name="node">This node.</param>
    /// <param name="cluster">This cluster's id.</param>
    public static PayloadReading<Command> Read(byte[]? data, string id, string node, string cluster)
    {
        var reading = PayloadCodec.Read(data ?? [], PayloadJson.Default.Command, PayloadLimits.EntryBytes);
        if (!reading.IsValid) return reading;
        var command = reading.Value;
        if (command.Id != id) return Refuse(ReasonCode.BadJson, $"the entry is called '{id}', the command in it '{PayloadCodec.OneLine(command.Id)}'");
        if (command.Node != node) return Refuse(ReasonCode.WrongNode, $"the command is for '{PayloadCodec.OneLine(command.Node)}', this node is '{node}'");
        if (CommandId.TryParseSlot(id, out _) != command.IsSlot) return Refuse(ReasonCode.BadJson, "a slot's entry names no rollout, and any other names one");
        if (!command.IsSlot)
        {
            if (command.Rollout != command.Id) return Refuse(ReasonCode.BadJson, "the command's id is not its rollout's");
            if (command.Cluster != cluster) return Refuse(ReasonCode.WrongCluster, $"the command is of cluster '{PayloadCodec.OneLine(command.Cluster ?? "")}', this node belongs to '{cluster}'");
            if (command.AcceptBy is null) return Refuse(ReasonCode.BadJson, "the command has no accept_by");
        }

        // A question starts nothing, so what bounds a run is nothing to it.
        if (command.Kind == CommandKind.Query) return reading;
        if (command.Restart?.ExpectVersion is { } version && !HostRestart.IsVersion(version))
            return Refuse(ReasonCode.BadJson, $"restart.expect_version is '{PayloadCodec.OneLine(version)}', allowed is {HostRestart.AllowedVersion}");
        if (command.RunTimeoutS is < 1 or > LongestSeconds) return Refuse(ReasonCode.BadJson, $"run_timeout_s is {command.RunTimeoutS}, allowed are 1 to {LongestSeconds}");
        if (command.LockWaitS is < 0 or > LongestSeconds) return Refuse(ReasonCode.BadJson, $"lock_wait_s is {command.LockWaitS}, allowed are 0 to {LongestSeconds}");
        if (command.Attempts is < 1 or > 3) return Refuse(ReasonCode.BadJson, $"attempts is {command.Attempts}, allowed are 1 to 3");
        if (command.Attributes is { } attributes && attributes.ValueKind != JsonValueKind.Object)
            return Refuse(ReasonCode.BadAttributes, $"attributes are a JSON {attributes.ValueKind.ToString().ToLowerInvariant()}, an object is expected");
        return reading;
    }

    /// <summary>The entry with this node host's claim in it; fields that this code does not know are kept.</summary>
    public static byte[] WithClaim(byte[] entry, Claim claim)
    {
        var json = Parse(entry);
        json["claim"] = new JsonObject { ["journal"] = claim.Journal, ["attempt"] = claim.Attempt };
        return JsonSerializer.SerializeToUtf8Bytes(json, PayloadJson.Default.JsonObject);
    }

    /// <summary>The claimed entry with a request to stop in it (T9).</summary>
    public static byte[] WithCancel(byte[] entry, Cancel cancel, DateTimeOffset claimedAt)
    {
        var json = Parse(entry);
        json["cancel"] = new JsonObject { ["who"] = cancel.Who, ["when"] = UtcTimeConverter.Text(cancel.When) };
        json["claimed_at"] = UtcTimeConverter.Text(claimedAt);
        return JsonSerializer.SerializeToUtf8Bytes(json, PayloadJson.Default.JsonObject);
    }

    private static JsonObject Parse(byte[] entry) => JsonNode.Parse(entry) as JsonObject ?? throw new JsonException("the entry is no JSON object");

    private static PayloadReading<Command> Refuse(string code, string text) => new(null, new Reason(code, text));
}
