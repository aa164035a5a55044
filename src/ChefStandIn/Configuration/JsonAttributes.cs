using System.Text;
using System.Text.Json;

namespace ChefActors.ChefStandIn.Configuration;

/// <summary>The <c>-j</c> file: its run-list, the array that it wrongly is, or why it cannot be read, in Chef's words.</summary>
internal sealed record JsonAttributes(List<string>? RunList, string? Array, string? Fatal)
{
    private const int ContextLength = 30;

    internal static JsonAttributes Read(string path)
    {
        if (!File.Exists(path))
            return new(null, null, $"Cannot load configuration from {path}");
        var bytes = File.ReadAllBytes(path);
        if (FindError(bytes) is { } error)
            return new(null, null, $"Could not parse the provided JSON file ({path}): {error}");

        using var document = JsonDocument.Parse(bytes);
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object)
            return new(null, root.GetRawText(), null);
        return new(root.TryGetProperty("run_list", out var list) ? RunListOf(list) : null, null, null);
    }

    private static List<string> RunListOf(JsonElement list)
    {
        var items = new List<string>();
        if (list.ValueKind == JsonValueKind.String)
            items.AddRange(list.GetString()!.Split(','));
        else if (list.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in list.EnumerateArray())
                items.Add(item.ToString());
        }

        return items;
    }

    /// <summary>The error as Chef's parser draws it, or null. An early end is always shown at the first byte, as there.</summary>
    private static string? FindError(ReadOnlySpan<byte> bytes)
    {
        var reader = new Utf8JsonReader(bytes, isFinalBlock: false, default);
        try
        {
            while (reader.Read())
            {
                // Only whether it ends well matters.
            }

            // Half a value leaves bytes over, or an object open.
            return reader.CurrentDepth > 0 || !IsWhole(bytes) ? Draw("parse error: premature EOF", bytes, 1) : null;
        }
        catch (JsonException)
        {
            return Draw("lexical error: invalid char in json text.", bytes, (int)reader.BytesConsumed);
        }
    }

    private static bool IsWhole(ReadOnlySpan<byte> bytes)
    {
        var reader = new Utf8JsonReader(bytes, isFinalBlock: true, default);
        try
        {
            while (reader.Read())
            {
                // As above.
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string Draw(string what, ReadOnlySpan<byte> bytes, int offset)
    {
        var start = Math.Max(0, offset - ContextLength);
        var end = Math.Min(bytes.Length, offset + ContextLength);
        var indent = new string(' ', offset < ContextLength ? 40 - offset : 10);
        var text = Encoding.UTF8.GetString(bytes[start..end]).Replace('\n', ' ').Replace('\r', ' ');
        return $"{what}\n{indent}{text}\n                     (right here) ------^\n";
    }
}
