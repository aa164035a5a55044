using System.Buffers;
using System.IO.Compression;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;
using ChefActors.Core.Results;

namespace ChefActors.Core.Znodes;

/// <summary>Payloads to bytes and back: bounded, with the version looked at before anything else.</summary>
public static class PayloadCodec
{
    /// <summary>Quotes and pluses stay readable for people who look at a znode; nothing here is ever put into HTML.</summary>
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The highest payload version that this code reads.</summary>
    public const int HighestVersion = 1;

    /// <summary>UTF-8 JSON.</summary>
    public static byte[] Write<T>(T payload, JsonTypeInfo<T> type)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer, Plain)) JsonSerializer.Serialize(writer, payload, type);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>A payload as a part of another, in as few bytes as it has alone.</summary>
    public static JsonElement Part<T>(T payload, JsonTypeInfo<T> type)
    {
        using var document = JsonDocument.Parse(Write(payload, type));
        return document.RootElement.Clone();
    }

    /// <summary>Gzip of UTF-8 JSON.</summary>
    public static byte[] WriteCompressed<T>(T payload, JsonTypeInfo<T> type)
    {
        using var buffer = new MemoryStream();
        using (var gzip = new GZipStream(buffer, CompressionLevel.Optimal)) JsonSerializer.Serialize(gzip, payload, type);
        return buffer.ToArray();
    }

    /// <summary>Reads a payload of at most <paramref name="maxBytes"/>. Unknown fields are ignored, a higher <c>v</c> is refused.</summary>
    public static PayloadReading<T> Read<T>(ReadOnlyMemory<byte> data, JsonTypeInfo<T> type, int maxBytes = PayloadLimits.PayloadBytes)
        where T : class
    {
        if (data.Length > maxBytes) return Refuse<T>(ReasonCode.TooLarge, $"the payload has {data.Length} bytes, at most {maxBytes} are allowed");
        if (!Utf8.IsValid(data.Span)) return Refuse<T>(ReasonCode.BadJson, "the payload is not UTF-8");
        try
        {
            using var document = JsonDocument.Parse(data, new JsonDocumentOptions { MaxDepth = PayloadLimits.JsonDepth, AllowDuplicateProperties = false });
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                return Refuse<T>(ReasonCode.BadJson, $"the payload is a JSON {document.RootElement.ValueKind.ToString().ToLowerInvariant()}, an object is expected");
            if (!document.RootElement.TryGetProperty("v", out var v) || v.ValueKind != JsonValueKind.Number || !v.TryGetInt32(out var version) || version < 1)
                return Refuse<T>(ReasonCode.BadJson, "the payload has no version: a field \"v\" with a number from 1 is expected");
            if (version > HighestVersion)
                return Refuse<T>(ReasonCode.UnsupportedVersion, $"the payload has version {version}, this program reads up to {HighestVersion}: update it");
            return document.Deserialize(type) is { } value
                ? new PayloadReading<T>(value, null)
                : Refuse<T>(ReasonCode.BadJson, "the payload is null");
        }
        catch (JsonException e)
        {
            return Refuse<T>(ReasonCode.BadJson, OneLine(e.Message));
        }
        catch (InvalidOperationException e)
        {
            // System.Text.Json reports text that is no UTF-8 or half a surrogate in this way.
            return Refuse<T>(ReasonCode.BadJson, OneLine(e.Message));
        }
    }

    /// <summary>Reads what <see cref="WriteCompressed{T}"/> wrote; never unpacks more than <paramref name="maxBytes"/>.</summary>
    public static PayloadReading<T> ReadCompressed<T>(byte[] data, JsonTypeInfo<T> type, int maxBytes)
        where T : class
    {
        try
        {
            using var gzip = new GZipStream(new MemoryStream(data), CompressionMode.Decompress);
            var unpacked = new byte[1024];
            var length = 0;
            for (int read; (read = gzip.Read(unpacked, length, unpacked.Length - length)) > 0;)
            {
                length += read;
                if (length > maxBytes) return Refuse<T>(ReasonCode.TooLarge, $"the payload has more than {maxBytes} bytes when unpacked");
                if (length == unpacked.Length) Array.Resize(ref unpacked, unpacked.Length * 2);
            }

            return Read(unpacked.AsMemory(0, length), type, maxBytes);
        }
        catch (InvalidDataException e)
        {
            return Refuse<T>(ReasonCode.BadJson, "the payload is not compressed as expected: " + OneLine(e.Message));
        }
    }

    /// <summary>A message of a parser, bounded and on one line, as it may quote hostile text.</summary>
    public static string OneLine(string message)
    {
        var line = string.Concat(message.Select(c => char.IsControl(c) ? ' ' : c));
        return line.Length <= 200 ? line : line[..200] + "…";
    }

    private static PayloadReading<T> Refuse<T>(string code, string text)
        where T : class => new(null, new Reason(code, text));
}
