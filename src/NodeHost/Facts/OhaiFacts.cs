using System.Text;
using System.Text.Json;
using ChefActors.NodeHost.ChefClient;

namespace ChefActors.NodeHost.Facts;

/// <summary>What ohai knows of a machine, in Chef's words: its platform is the one that recipes ask for. Null: it did not say.</summary>
internal sealed record OhaiFacts(string? Platform, string? PlatformVersion, string? Ip, string? Fqdn)
{
    /// <summary>Reads what <see cref="OhaiProbe"/> brought: lists of one text each, as many as came. Pure; whatever is no such list ends it.</summary>
    internal static OhaiFacts Read(string output)
    {
        var texts = new List<string?>();
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(output), new JsonReaderOptions { AllowMultipleValues = true, MaxDepth = 4 });
        try
        {
            while (texts.Count < OhaiProbe.Attributes.Count && ReadOne(ref reader, out var text)) texts.Add(text);
        }
        catch (JsonException)
        {
            // A warning among the lists, or the message that ends them: what was read before it counts.
        }

        return new OhaiFacts(texts.ElementAtOrDefault(0), texts.ElementAtOrDefault(1), texts.ElementAtOrDefault(2), texts.ElementAtOrDefault(3)?.ToLowerInvariant());
    }

    /// <summary>A text that may be no fact (too long, control characters) keeps its place, as nothing.</summary>
    private static bool ReadOne(ref Utf8JsonReader reader, out string? text)
    {
        text = null;
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray) return false;
        if (!reader.Read() || reader.TokenType != JsonTokenType.String) return false;
        var said = reader.GetString()!;
        if (!reader.Read() || reader.TokenType != JsonTokenType.EndArray) return false;
        text = said.Length > 0 && FactBounds.Fault(said) is null ? said : null;
        return true;
    }
}
