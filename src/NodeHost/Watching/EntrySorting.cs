using System.Text.Json;
using ChefActors.Core.Commands;

namespace ChefActors.NodeHost.Watching;

/// <summary>
/// Whether an entry is a question, for those who answer, or anything else, for the runner. Pure. It only says whose desk an entry goes to: each reads all of
/// it anew and refuses what does not hold.
/// </summary>
internal static class EntrySorting
{
    /// <summary>Whether the entry says of itself that it is a query. A push through the slot never is.</summary>
    internal static bool IsQuery(EntrySnapshot entry)
    {
        if (CommandId.TryParseSlot(entry.Id, out _)) return false;
        var reader = new Utf8JsonReader(entry.Data, new JsonReaderOptions { MaxDepth = Core.Znodes.PayloadLimits.JsonDepth });
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return false;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isKind = reader.ValueTextEquals("kind"u8);
                if (!reader.Read()) return false;
                if (isKind) return reader.TokenType == JsonTokenType.String && reader.ValueTextEquals("query"u8);
                reader.Skip();
            }
        }
        catch (JsonException)
        {
            // Not even JSON: the runner says so.
        }

        return false;
    }
}
