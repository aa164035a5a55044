using System.Text.Json.Serialization;
using ChefActors.Core.Znodes;

namespace ChefActors.NodeHost.ChefClient.Reporting;

/// <summary>How report and facts are read and written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, MaxDepth = PayloadLimits.JsonDepth, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(RunReport))]
[JsonSerializable(typeof(ChefFacts))]
internal sealed partial class ReportJson : JsonSerializerContext;
