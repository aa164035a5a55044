using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using ChefActors.Core.Znodes;

namespace ChefActors.NodeHost.Journal;

/// <summary>
/// How records become JSON: an object that names its kind first, <c>{"record":"dropped","id":"R1"}</c>. The kind is looked at here, not by the
/// serializer: to it every kind would be one type, made ready with all its parts at the first record, which is megabytes in a host that never runs anything.
/// </summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, Converters = [typeof(UtcTimeConverter)], MaxDepth = PayloadLimits.JsonDepth + 4)]
[JsonSerializable(typeof(JournalRecord.Header))]
[JsonSerializable(typeof(JournalRecord.Adopted))]
[JsonSerializable(typeof(JournalRecord.Start))]
[JsonSerializable(typeof(JournalRecord.Dropped))]
[JsonSerializable(typeof(JournalRecord.Stopping))]
[JsonSerializable(typeof(JournalRecord.Outcome))]
[JsonSerializable(typeof(JournalRecord.Sent))]
internal sealed partial class JournalJson : JsonSerializerContext
{
    private static ReadOnlySpan<byte> KindProperty => "record"u8;

    /// <summary>UTF-8 JSON of a record.</summary>
    internal static byte[] Write(JournalRecord record) => record switch
    {
        JournalRecord.Header header => Write("header"u8, header, Default.Header),
        JournalRecord.Adopted adopted => Write("adopted"u8, adopted, Default.Adopted),
        JournalRecord.Start start => Write("start"u8, start, Default.Start),
        JournalRecord.Dropped dropped => Write("dropped"u8, dropped, Default.Dropped),
        JournalRecord.Stopping stopping => Write("stopping"u8, stopping, Default.Stopping),
        JournalRecord.Outcome outcome => Write("outcome"u8, outcome, Default.Outcome),
        JournalRecord.Sent sent => Write("sent"u8, sent, Default.Sent),
        _ => throw new ArgumentOutOfRangeException(nameof(record), record.GetType().Name, "the set of records is closed"),
    };

    /// <summary>The record.</summary>
    /// <exception cref="JsonException">It is of no kind that is known, or not as its kind should be.</exception>
    internal static JournalRecord Read(ReadOnlySpan<byte> text)
    {
        var reader = new Utf8JsonReader(text);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject || !reader.Read() || !reader.ValueTextEquals(KindProperty) || !reader.Read() || reader.TokenType != JsonTokenType.String)
            throw new JsonException("a record begins with its kind");
        JournalRecord? record = reader.GetString() switch
        {
            "header" => JsonSerializer.Deserialize(text, Default.Header),
            "adopted" => JsonSerializer.Deserialize(text, Default.Adopted),
            "start" => JsonSerializer.Deserialize(text, Default.Start),
            "dropped" => JsonSerializer.Deserialize(text, Default.Dropped),
            "stopping" => JsonSerializer.Deserialize(text, Default.Stopping),
            "outcome" => JsonSerializer.Deserialize(text, Default.Outcome),
            "sent" => JsonSerializer.Deserialize(text, Default.Sent),
            var kind => throw new JsonException($"no record is of the kind {kind}"),
        };
        return record ?? throw new JsonException("a record is null");
    }

    private static byte[] Write<T>(ReadOnlySpan<byte> kind, T record, JsonTypeInfo<T> type)
        where T : JournalRecord
    {
        // No record is without properties, so what follows the kind always begins after a comma.
        var properties = JsonSerializer.SerializeToUtf8Bytes(record, type);
        return [.. "{\""u8, .. KindProperty, .. "\":\""u8, .. kind, .. "\","u8, .. properties.AsSpan(1)];
    }
}
