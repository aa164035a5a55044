using System.Text.Json.Serialization;
using ChefActors.Core.Znodes;

namespace ChefActors.Controller.Notifying;

/// <summary>A notice as JSON, in the manner of all payloads.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, Converters = [typeof(UtcTimeConverter)])]
[JsonSerializable(typeof(Notice))]
internal sealed partial class NoticeJson : JsonSerializerContext;
