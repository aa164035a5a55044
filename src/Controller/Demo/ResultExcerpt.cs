using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ChefActors.Controller.Demo;

/// <summary>A result's JSON as it stands in its znode, for reading: without the log's tail, wrapped.</summary>
internal static class ResultExcerpt
{
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Lines of at most <paramref name="width"/> characters, broken behind commas where that is possible.</summary>
    /// <param name="data">The znode's data.</param>
    /// <param name="width">From 20.</param>
    public static IReadOnlyList<string> Lines(byte[] data, int width)
    {
        var json = JsonNode.Parse(data)?.AsObject() ?? throw new JsonException("the result is no JSON object");
        if (json["log_tail"] is not null) json["log_tail"] = "…";
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Readable)) json.WriteTo(writer);
        return Wrap(Encoding.UTF8.GetString(buffer.ToArray()), width);
    }

    private static List<string> Wrap(string text, int width)
    {
        var lines = new List<string>();
        while (text.Length > width)
        {
            var comma = text.LastIndexOf(',', width - 1);
            var length = comma > 0 ? comma + 1 : width;
            lines.Add(text[..length]);
            text = text[length..];
        }

        lines.Add(text);
        return lines;
    }
}
