using ChefActors.Core.Znodes;

namespace ChefActors.NodeHost.Facts;

/// <summary>How large facts may be, so that a fleet's facts can be read at once. Pure.</summary>
internal static class FactBounds
{
    /// <summary>Characters of a text.</summary>
    internal const int TextAtMost = 1024;

    /// <summary>Characters of a list's item.</summary>
    internal const int ItemAtMost = 256;

    /// <summary>Items of a list.</summary>
    internal const int ItemsAtMost = 1000;

    /// <summary>Characters of a list's items together.</summary>
    internal const int ListAtMost = 32 * 1024;

    /// <summary>Facts that a node's configuration may add.</summary>
    internal const int OwnAtMost = 100;

    /// <summary>What is wrong with a text; null: nothing.</summary>
    internal static string? Fault(string text, int atMost = TextAtMost)
    {
        if (text.Length > atMost) return $"{text.Length} characters, at most {atMost} are allowed";
        return text.FirstOrDefault(char.IsControl) is var odd and not '\0' ? $"the control character U+{(int)odd:X4}" : text.Contains('\0', StringComparison.Ordinal) ? "the control character U+0000" : null;
    }

    /// <summary>A server's URL without user, password, query and fragment: these may hold secrets, and facts are for everybody. Null: it is no URL.</summary>
    internal static string? Server(string text)
    {
        if (Fault(text) is not null || !Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Host.Length == 0) return null;
        return url.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped).TrimEnd('/');
    }

    /// <summary>The name of a fact that configuration adds: letters, digits, <c>_ . -</c>, at most 64, and none of those that are there anyway.</summary>
    internal static bool IsOwnName(string name) =>
        name.Length is > 0 and <= 64 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-') && !NodeFacts.Names.Contains(name.Split('.')[0], StringComparer.Ordinal);

    /// <summary>One line for a log.</summary>
    internal static string Shown(string text) => PayloadCodec.OneLine(text);
}
