using System.Text.Json.Serialization;
using ChefActors.Core.Znodes;

namespace ChefActors.NodeHost.Journal;

/// <summary>How records become JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, Converters = [typeof(UtcTimeConverter)], MaxDepth = PayloadLimits.JsonDepth + 4)]
[JsonSerializable(typeof(JournalRecord))]
internal sealed partial class JournalJson : JsonSerializerContext;
