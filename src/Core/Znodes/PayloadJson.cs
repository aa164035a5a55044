using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using ChefActors.Core.Commands;
using ChefActors.Core.Events;
using ChefActors.Core.Following;
using ChefActors.Core.Nodes;
using ChefActors.Core.Pacing;
using ChefActors.Core.Queries;
using ChefActors.Core.Results;
using ChefActors.Core.Rollouts;

namespace ChefActors.Core.Znodes;

/// <summary>How payloads become JSON: snake_case, RFC 3339 UTC, bounded depth, no duplicate keys. Generated code, as both programs must start fast.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    Converters = [typeof(UtcTimeConverter)],
    MaxDepth = PayloadLimits.JsonDepth,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(Command))]
[JsonSerializable(typeof(CommandResult))]
[JsonSerializable(typeof(Presence))]
[JsonSerializable(typeof(Activity))]
[JsonSerializable(typeof(ClusterIdentity))]
[JsonSerializable(typeof(RolloutPlan))]
[JsonSerializable(typeof(RolloutState))]
[JsonSerializable(typeof(ControlDocument))]
[JsonSerializable(typeof(OwnerDocument))]
[JsonSerializable(typeof(TargetChunk))]
[JsonSerializable(typeof(FoldedChunk))]
[JsonSerializable(typeof(FoldedRow))]
[JsonSerializable(typeof(LogAnswer))]
[JsonSerializable(typeof(LogListAnswer))]
[JsonSerializable(typeof(FollowLease))]
[JsonSerializable(typeof(FollowChunk))]
[JsonSerializable(typeof(PaceDocument))]
[JsonSerializable(typeof(MonitoringEvent))]
[JsonSerializable(typeof(JsonObject))]
[JsonSerializable(typeof(JsonElement))]
public sealed partial class PayloadJson : JsonSerializerContext;
