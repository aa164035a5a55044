using System.Text.Json;
using ChefActors.Core.Nodes;
using ChefActors.Core.Targets;

namespace ChefActors.Controller.Fleet;

/// <summary>A node's facts, as they stand in their znode, to what a target may be compared with.</summary>
internal static class FactsReading
{
    private const string Tags = "tags";
    private const string Version = "v";

    /// <summary>
    /// Texts, numbers and lists of texts by their keys; true and false as words; an object's fields as <c>object.field</c>. Null, empty lists of
    /// other things and the payload's version are left out. Of <c>tags</c> the items <c>KEY=VALUE</c> become tags; the list stays a fact, too.
    /// </summary>
    public static TargetSubject Subject(NodeName name, JsonElement? facts)
    {
        var values = new Dictionary<string, FactValue>(StringComparer.Ordinal);
        var tags = new Dictionary<string, string>(StringComparer.Ordinal);
        if (facts is { ValueKind: JsonValueKind.Object } all)
        {
            Collect(all, "", values);
            values.Remove(Version);
            values.Remove(LastSeen.ChangedAt);
            if (values.GetValueOrDefault(Tags) is FactValue.TextList list) Split(list, tags);
        }

        return new TargetSubject(name.Value, values, tags);
    }

    /// <summary>A fact as text for a table; null when it is not there or is no single value.</summary>
    public static string? Text(JsonElement? facts, string key) =>
        facts is { ValueKind: JsonValueKind.Object } all && all.TryGetProperty(key, out var value)
            ? value.ValueKind switch
            {
                JsonValueKind.String => value.GetString(),
                JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
                _ => null,
            }
            : null;

    /// <summary>A fact as text for a table, a list's items with commas between them; null when it is not there.</summary>
    public static string? Shown(JsonElement? facts, string key) =>
        facts is { ValueKind: JsonValueKind.Object } all && all.TryGetProperty(key, out var list) && list.ValueKind == JsonValueKind.Array
            ? string.Join(',', list.EnumerateArray().Select(item => item.ValueKind == JsonValueKind.String ? item.GetString() : item.GetRawText()))
            : Text(facts, key);

    private static void Collect(JsonElement source, string prefix, Dictionary<string, FactValue> values)
    {
        foreach (var property in source.EnumerateObject())
        {
            var key = prefix + property.Name;
            if (property.Value.ValueKind == JsonValueKind.Object) Collect(property.Value, key + ".", values);
            else if (Value(property.Value) is { } value) values[key] = value;
        }
    }

    private static FactValue? Value(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => new FactValue.Text(element.GetString() ?? ""),
        JsonValueKind.Number when element.TryGetDecimal(out var number) => new FactValue.Number(number),
        JsonValueKind.Number => new FactValue.Text(element.GetRawText()),
        JsonValueKind.True => new FactValue.Text("true"),
        JsonValueKind.False => new FactValue.Text("false"),
        JsonValueKind.Array => List(element),
        _ => null,
    };

    private static FactValue.TextList? List(JsonElement array)
    {
        var texts = new List<string>();
        foreach (var item in array.EnumerateArray())
        {
            switch (item.ValueKind)
            {
                case JsonValueKind.String:
                    texts.Add(item.GetString() ?? "");
                    break;
                case JsonValueKind.Number:
                    texts.Add(item.GetRawText());
                    break;
                default:
                    return null;
            }
        }

        return new FactValue.TextList(texts);
    }

    private static void Split(FactValue.TextList list, Dictionary<string, string> tags)
    {
        foreach (var tag in list.Values)
        {
            var equals = tag.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0) tags.TryAdd(tag[..equals], tag[(equals + 1)..]);
        }
    }
}
