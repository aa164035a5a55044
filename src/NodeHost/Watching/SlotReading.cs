using System.Text.Json;
using System.Text.Unicode;
using ChefActors.Core.Commands;
using ChefActors.Core.Results;
using ChefActors.Core.Znodes;

namespace ChefActors.NodeHost.Watching;

/// <summary>
/// Whether the slot's bytes are a push: a Chef JSON with a run-list (CONTRACT, section 3). Pure. The items and attributes themselves are judged
/// by admission, as those of any command.
/// </summary>
internal static class SlotReading
{
    /// <summary>Keys with which a push would move a node elsewhere.</summary>
    internal static readonly IReadOnlyList<string> RefusedKeys = ["recipes", "chef_environment", "policy_name", "policy_group", "tags"];

    /// <summary>Reads a slot that is not empty.</summary>
    /// <param name="slot">As read.</param>
    /// <param name="node">This node.</param>
    /// <param name="mode">The setting <c>slot.mode</c>.</param>
    internal static PayloadReading<Command> Read(SlotSnapshot slot, string node, RunMode mode)
    {
        if (slot.Data.Length > PayloadLimits.SlotBytes)
            return Refuse(ReasonCode.TooLarge, $"the push has {slot.Data.Length} bytes, at most {PayloadLimits.SlotBytes} are allowed");
        // The parser looks at the bytes of a text only when it is asked for it.
        if (!Utf8.IsValid(slot.Data)) return Refuse(ReasonCode.BadJson, "the push is not UTF-8");
        try
        {
            // Its attributes stand one level deeper in the entry that it becomes.
            using var document = JsonDocument.Parse(slot.Data, new JsonDocumentOptions { MaxDepth = PayloadLimits.JsonDepth - 1, AllowDuplicateProperties = false });
            return Read(document.RootElement, slot, node, mode);
        }
        catch (JsonException e)
        {
            return Refuse(ReasonCode.BadJson, "the push is no JSON: " + PayloadCodec.OneLine(e.Message));
        }
        catch (InvalidOperationException e)
        {
            return Refuse(ReasonCode.BadJson, "the push is no JSON: " + PayloadCodec.OneLine(e.Message));
        }
    }

    private static PayloadReading<Command> Read(JsonElement root, SlotSnapshot slot, string node, RunMode mode)
    {
        if (root.ValueKind != JsonValueKind.Object) return Refuse(ReasonCode.BadJson, $"the push is a JSON {Kind(root)}; expected is {{\"run_list\":[\"recipe[name]\"]}}");
        if (RefusedKeys.FirstOrDefault(key => root.TryGetProperty(key, out _)) is { } refused)
            return Refuse(ReasonCode.NotAllowed, $"the key '{refused}' is refused: a push must not move a node elsewhere");
        if (!root.TryGetProperty("run_list", out var list)) return Refuse(ReasonCode.BadRunList, "the push has no run_list");
        if (list.ValueKind != JsonValueKind.Array) return Refuse(ReasonCode.BadRunList, $"run_list is a JSON {Kind(list)}, an array of strings is expected");
        if (list.GetArrayLength() == 0) return Refuse(ReasonCode.BadRunList, "run_list is empty");
        if (list.EnumerateArray().FirstOrDefault(item => item.ValueKind != JsonValueKind.String) is { ValueKind: not JsonValueKind.Undefined } odd)
            return Refuse(ReasonCode.BadRunList, $"run_list holds a JSON {Kind(odd)}, strings are expected");

        return new PayloadReading<Command>(
            new Command
            {
                Id = CommandId.ForSlot(slot.Identity.Mzxid),
                Node = node,
                Kind = CommandKind.Converge,
                Mode = mode,
                RunList = [.. list.EnumerateArray().Select(item => item.GetString()!)],
                Attributes = Attributes(root),
            },
            null);
    }

    private static JsonElement? Attributes(JsonElement root)
    {
        var attributes = root.EnumerateObject().Where(property => property.Name != "run_list").ToList();
        if (attributes.Count == 0) return null;
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            foreach (var property in attributes) property.WriteTo(writer);
            writer.WriteEndObject();
        }

        using var document = JsonDocument.Parse(buffer.ToArray());
        return document.RootElement.Clone();
    }

    private static string Kind(JsonElement element) => element.ValueKind.ToString().ToLowerInvariant();

    private static PayloadReading<Command> Refuse(string code, string text) => new(null, new Reason(code, text));
}
