using System.Text.Json;
using System.Text.Unicode;

namespace ChefActors.NodeHost.Facts;

/// <summary>
/// <c>chef-facts.json</c>, which the report handler leaves in the state directory at the end of every run. It was written from inside Ruby of
/// cookbooks, so every field is checked; one that does not hold refuses the file. Pure.
/// </summary>
internal static class ChefFactsFile
{
    /// <summary>Its name in the state directory.</summary>
    internal const string Name = "chef-facts.json";

    /// <summary>Bytes of it.</summary>
    internal const int BytesAtMost = 256 * 1024;

    private const int Depth = 8;

    /// <summary>The facts, or what is wrong: what was found and what is allowed.</summary>
    internal static (ChefFacts? Facts, string? Fault) Read(byte[] data)
    {
        if (data.Length > BytesAtMost) return (null, $"it has {data.Length} bytes, at most {BytesAtMost} are allowed");
        if (!Utf8.IsValid(data)) return (null, "it is not UTF-8");
        try
        {
            using var document = JsonDocument.Parse(data, new JsonDocumentOptions { MaxDepth = Depth, AllowDuplicateProperties = false });
            return Read(document.RootElement);
        }
        catch (JsonException e)
        {
            return (null, "it is no JSON: " + FactBounds.Shown(e.Message));
        }
        catch (InvalidOperationException e)
        {
            // An escape such as \ud800 alone: it parses, and is no text.
            return (null, "a text in it cannot be read: " + FactBounds.Shown(e.Message));
        }
    }

    private static (ChefFacts? Facts, string? Fault) Read(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object) return (null, $"it is a JSON {Kind(root)}, an object is expected");
        if (!root.TryGetProperty("v", out var v) || v.ValueKind != JsonValueKind.Number || !v.TryGetInt32(out var version) || version != 1)
            return (null, $"its v is {(root.TryGetProperty("v", out var found) ? FactBounds.Shown(found.GetRawText()) : "missing")}, 1 is expected");
        string? fault = null;
        var facts = new ChefFacts
        {
            ChefVersion = Text("chef_version"),
            ChefNodeName = Text("chef_node_name"),
            ChefServer = Server(Text("chef_server")),
            ChefMode = Mode(Text("chef_mode")),
            ChefEnvironment = Text("chef_environment"),
            PolicyName = Text("policy_name"),
            PolicyGroup = Text("policy_group"),
            Roles = List("roles"),
            Recipes = List("recipes"),
            ChefTags = List("chef_tags"),
        };
        return fault is null ? (facts, null) : (null, fault);

        string? Text(string key)
        {
            if (!root.TryGetProperty(key, out var value) || value.ValueKind == JsonValueKind.Null) return null;
            if (value.ValueKind != JsonValueKind.String)
            {
                fault ??= $"{key} is a JSON {Kind(value)}, a text is expected";
                return null;
            }

            var text = value.GetString()!;
            if (FactBounds.Fault(text) is { } why) fault ??= $"{key} holds {why}";
            return text.Length == 0 ? null : text;
        }

        string? Server(string? text)
        {
            if (text is null || fault is not null) return null;
            var url = FactBounds.Server(text);
            if (url is null) fault = "chef_server is no URL";
            return url;
        }

        ChefMode Mode(string? text)
        {
            switch (text)
            {
                case "policyfile": return ChefMode.Policyfile;
                case "run_list": return ChefMode.RunList;
                case null or "unknown": return ChefMode.Unknown;
            }

            fault ??= $"chef_mode is '{FactBounds.Shown(text)}'; allowed: run_list, policyfile, unknown";
            return ChefMode.Unknown;
        }

        IReadOnlyList<string>? List(string key)
        {
            if (!root.TryGetProperty(key, out var value) || value.ValueKind == JsonValueKind.Null) return null;
            var (items, why) = ListOf(value);
            if (why is not null) fault ??= $"{key} {why}";
            return items;
        }
    }

    private static (IReadOnlyList<string>? Items, string? Fault) ListOf(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Array) return (null, $"is a JSON {Kind(value)}, a list of texts is expected");
        if (value.GetArrayLength() > FactBounds.ItemsAtMost) return (null, $"has {value.GetArrayLength()} items, at most {FactBounds.ItemsAtMost} are allowed");
        var items = new List<string>();
        foreach (var item in value.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.String) return (null, $"holds a JSON {Kind(item)}, texts are expected");
            var text = item.GetString()!;
            if (FactBounds.Fault(text, FactBounds.ItemAtMost) is { } why) return (null, $"has an item that holds {why}");
            items.Add(text);
        }

        var characters = items.Sum(item => item.Length);
        return characters > FactBounds.ListAtMost ? (null, $"has {characters} characters, at most {FactBounds.ListAtMost} are allowed") : (items, null);
    }

    private static string Kind(JsonElement element) => element.ValueKind.ToString().ToLowerInvariant();
}
