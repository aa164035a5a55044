using System.Text.Json.Serialization;
using ChefActors.Core.Znodes;

namespace ChefActors.Controller.Auditing;

/// <summary>Records as JSON, in the manner of all payloads; what a record has not is left out.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, Converters = [typeof(UtcTimeConverter)], DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AuditRecord))]
[JsonSerializable(typeof(IReadOnlyList<AuditRecord>))]
internal sealed partial class AuditJson : JsonSerializerContext;
