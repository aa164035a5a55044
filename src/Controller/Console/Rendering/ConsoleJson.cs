using System.Text.Json.Serialization;
using ChefActors.Core.Queries;
using ChefActors.Core.Znodes;

namespace ChefActors.Controller.Console.Rendering;

/// <summary>What goes to stdout as JSON: snake_case, RFC 3339 UTC, generated code.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, Converters = [typeof(UtcTimeConverter)], MaxDepth = PayloadLimits.JsonDepth * 2)]
[JsonSerializable(typeof(RolloutDocument))]
[JsonSerializable(typeof(EventDocument))]
[JsonSerializable(typeof(IReadOnlyList<FleetNodeDocument>))]
[JsonSerializable(typeof(NodeViewDocument))]
[JsonSerializable(typeof(RetireDocument))]
[JsonSerializable(typeof(IReadOnlyList<RolloutListDocument>))]
[JsonSerializable(typeof(IReadOnlyList<ListedLog>))]
[JsonSerializable(typeof(LogDocument))]
[JsonSerializable(typeof(WordDocument))]
[JsonSerializable(typeof(PostedEventDocument))]
[JsonSerializable(typeof(PlanViewDocument))]
[JsonSerializable(typeof(PlanCheckDocument))]
internal sealed partial class ConsoleJson : JsonSerializerContext;
