using System.Text.Json;
using ChefActors.Core.Commands;
using ChefActors.Core.Results;
using ChefActors.Core.Znodes;

namespace ChefActors.Core.Queries;

/// <summary>The field <c>query</c> of a command to a question, checked in every field.</summary>
public static class QueryReader
{
    private const int AttemptsAtMost = 1000;

    /// <summary>The questions that this program knows.</summary>
    public static IReadOnlyList<string> Known { get; } = ["log", "logs"];

    /// <summary>
    /// Reads it. Unknown fields are ignored; a question that this program does not know is <c>unsupported_version</c>, one that does not hold <c>bad_json</c>.
    /// </summary>
    public static PayloadReading<Query> Read(JsonElement? query)
    {
        if (query is not { ValueKind: JsonValueKind.Object } json) return Refuse("a query names what it asks: an object \"query\" with a field \"what\" is expected");
        if (!json.TryGetProperty("what", out var what) || what.ValueKind != JsonValueKind.String) return Refuse("the query has no field \"what\" with a text");
        return what.GetString() switch
        {
            "log" => Log(json),
            "logs" => Logs(json),
            var other => new PayloadReading<Query>(null, new Reason(
                ReasonCode.UnsupportedVersion, $"this agent does not know the question '{PayloadCodec.OneLine(other ?? "")}', it knows {string.Join(", ", Known)}: update it")),
        };
    }

    private static PayloadReading<Query> Log(JsonElement json)
    {
        string? command = null;
        if (json.TryGetProperty("command", out var id) && id.ValueKind != JsonValueKind.Null)
        {
            command = id.ValueKind == JsonValueKind.String ? id.GetString() : "";
            if (!CommandId.IsValid(command)) return Refuse("query.command is no command id: 1 to 64 of A-Z a-z 0-9 _ - are allowed, or null for the latest run");
        }

        if (!TryNumber(json, "attempt", 1, AttemptsAtMost, null, out var attempt, out var fault)
            || !TryNumber(json, "offset", long.MinValue, long.MaxValue, 0, out var offset, out fault)
            || !TryNumber(json, "limit", 1, Query.LogBytesAtMost, Query.LogBytesAtMost, out var limit, out fault))
        {
            return Refuse(fault);
        }

        return new PayloadReading<Query>(new Query.Log(command, (int?)attempt, offset!.Value, (int)limit!.Value), null);
    }

    private static PayloadReading<Query> Logs(JsonElement json) =>
        TryNumber(json, "limit", 1, Query.LogsAtMost, 100, out var limit, out var fault) ? new PayloadReading<Query>(new Query.Logs((int)limit!.Value), null) : Refuse(fault);

    private static bool TryNumber(JsonElement json, string name, long min, long max, long? otherwise, out long? value, out string fault)
    {
        (value, fault) = (otherwise, "");
        if (!json.TryGetProperty(name, out var field) || field.ValueKind == JsonValueKind.Null) return true;
        if (field.ValueKind == JsonValueKind.Number && field.TryGetInt64(out var number) && number >= min && number <= max)
        {
            value = number;
            return true;
        }

        fault = $"query.{name} is {PayloadCodec.OneLine(field.GetRawText())}, allowed is a whole number from {min} to {max}";
        return false;
    }

    private static PayloadReading<Query> Refuse(string text) => new(null, new Reason(ReasonCode.BadJson, text));
}
