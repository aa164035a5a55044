using System.Text.Json.Nodes;

namespace ChefActors.Benchmarks.Reporting;

/// <summary>Series of measured values in the ledger's form.</summary>
internal static class Figures
{
    /// <summary>Number, p50 and p99, and the values themselves, rounded to 3 digits.</summary>
    internal static JsonObject Of(IReadOnlyCollection<double> values) => new()
    {
        ["n"] = values.Count,
        ["p50"] = Math.Round(Percentiles.Of(values, 0.50), 3),
        ["p99"] = Math.Round(Percentiles.Of(values, 0.99), 3),
        ["values"] = new JsonArray([.. values.Select(value => (JsonNode)Math.Round(value, 3))]),
    };
}
