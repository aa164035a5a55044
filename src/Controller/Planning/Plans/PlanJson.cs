using System.Buffers;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace ChefActors.Controller.Planning.Plans;

/// <summary>A part of a plan that is JSON: attributes, a query. Words without quotes mean what they mean in JSON, all others are texts.</summary>
internal static partial class PlanJson
{
    /// <summary>The value, or null when a part of it was refused already.</summary>
    public static JsonElement? Of(PlanNode node)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            if (!Write(writer, node)) return null;
        }

        using var document = JsonDocument.Parse(buffer.WrittenMemory);
        return document.RootElement.Clone();
    }

    private static bool Write(Utf8JsonWriter writer, PlanNode node)
    {
        switch (node)
        {
            case PlanNode.Text text:
                Write(writer, text);
                return true;
            case PlanNode.Items items:
                writer.WriteStartArray();
                if (!items.Values.All(value => Write(writer, value))) return Stopped(writer);
                writer.WriteEndArray();
                return true;
            case PlanNode.Group group:
                writer.WriteStartObject();
                foreach (var entry in group.Entries)
                {
                    writer.WritePropertyName(entry.Key);
                    if (!Write(writer, entry.Value)) return Stopped(writer);
                }

                writer.WriteEndObject();
                return true;
            default:
                return Stopped(writer);
        }
    }

    /// <summary>What was written is dropped: nothing half done goes out when the writer is disposed.</summary>
    private static bool Stopped(Utf8JsonWriter writer)
    {
        writer.Reset();
        return false;
    }

    private static void Write(Utf8JsonWriter writer, PlanNode.Text text)
    {
        if (text.IsNothing) writer.WriteNullValue();
        else if (text.IsPlain && text.Value is "true" or "True" or "TRUE") writer.WriteBooleanValue(true);
        else if (text.IsPlain && text.Value is "false" or "False" or "FALSE") writer.WriteBooleanValue(false);
        else if (text.IsPlain && Number().IsMatch(text.Value)) writer.WriteRawValue(text.Value);
        else writer.WriteStringValue(text.Value);
    }

    [GeneratedRegex(@"\A-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?\z")]
    private static partial Regex Number();
}
