using System.Diagnostics.CodeAnalysis;

namespace ChefActors.Core.RunLists;

/// <summary>
/// Reads run-list items by Chef's grammar. Items go to chef-client's command line joined by commas and into its JSON, so nothing passes that
/// could be read there as more than one item or as a flag.
/// </summary>
public static class RunListParser
{
    /// <summary>The longest item, in characters.</summary>
    public const int MaximumItemLength = 512;

    /// <summary>The most items of a run-list.</summary>
    public const int MaximumItems = 256;

    private const string Forms =
        "recipe[cookbook], recipe[cookbook::recipe], either with @x.y or @x.y.z before the bracket, role[name], cookbook, cookbook::recipe";

    private const string Names = "names of A-Z a-z 0-9 _ . -, a letter, digit or '_' first, no '..'";

    /// <summary>Reads one item.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out RunListItem? item, [NotNullWhen(false)] out RunListError? error) =>
        TryParse(text, null, out item, out error);

    /// <summary>Reads a run-list: from 1 to <see cref="MaximumItems"/> items, in order. The first item that is none is the error.</summary>
    public static bool TryParseAll(
        IReadOnlyList<string?> texts,
        [NotNullWhen(true)] out IReadOnlyList<RunListItem>? items,
        [NotNullWhen(false)] out RunListError? error)
    {
        ArgumentNullException.ThrowIfNull(texts);
        items = null;
        if (texts.Count is 0 or > MaximumItems)
        {
            error = new RunListError(null, texts.Count == 0 ? "no item" : $"{texts.Count} items", $"from 1 to {MaximumItems} items");
            return false;
        }

        var read = new List<RunListItem>(texts.Count);
        for (var i = 0; i < texts.Count; i++)
        {
            if (!TryParse(texts[i], i, out var item, out error)) return false;
            read.Add(item);
        }

        (items, error) = (read, null);
        return true;
    }

    private static bool TryParse(string? text, int? index, [NotNullWhen(true)] out RunListItem? item, [NotNullWhen(false)] out RunListError? error)
    {
        (item, var found, var allowed) = Read(text);
        error = item is null ? new RunListError(index, found, allowed) : null;
        return item is not null;
    }

    private static (RunListItem? Item, string Found, string Allowed) Read(string? text)
    {
        if (string.IsNullOrEmpty(text)) return (null, text is null ? "null" : "an empty text", Forms);
        if (text.Length > MaximumItemLength) return (null, $"an item of {text.Length} characters", $"at most {MaximumItemLength}");
        if (text.StartsWith("recipe[", StringComparison.Ordinal) && text[^1] == ']') return Recipe(text[7..^1], versioned: true);
        if (text.StartsWith("role[", StringComparison.Ordinal) && text[^1] == ']') return Role(text[5..^1]);
        return Recipe(text, versioned: false);
    }

    private static (RunListItem? Item, string Found, string Allowed) Role(string name)
    {
        var fault = RunListText.NameFault(name);
        return fault is null ? (new RunListItem.Role(name), "", "") : (null, fault, Names);
    }

    private static (RunListItem? Item, string Found, string Allowed) Recipe(string text, bool versioned)
    {
        string? version = null;
        var at = text.IndexOf('@', StringComparison.Ordinal);
        if (at >= 0)
        {
            if (!versioned) return (null, $"'@' in {RunListText.Quoted(text)}", Forms);
            version = text[(at + 1)..];
            if (!RunListText.IsVersion(version)) return (null, $"the version {RunListText.Quoted(version)}", "x.y or x.y.z after '@'");
            text = text[..at];
        }

        var colons = text.IndexOf("::", StringComparison.Ordinal);
        var cookbook = colons < 0 ? text : text[..colons];
        var name = colons < 0 ? null : text[(colons + 2)..];
        var fault = RunListText.NameFault(cookbook) ?? (name is null ? null : RunListText.NameFault(name));
        if (fault is null) return (new RunListItem.Recipe(cookbook, name, version), "", "");
        return (null, fault, versioned ? Names : $"{Forms}; {Names}; one item in each argument");
    }
}
