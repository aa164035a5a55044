namespace ChefActors.ChefStandIn.RunLists;

/// <summary>An item of a run-list: <c>recipe[a::b@1.2.3]</c>, <c>role[r]</c>, or a bare recipe name.</summary>
internal sealed record RunListItem(bool IsRole, string Name, string? Version)
{
    internal string Cookbook => Name.Contains("::", StringComparison.Ordinal) ? Name[..Name.IndexOf("::", StringComparison.Ordinal)] : Name;

    /// <summary>The recipe's name inside its cookbook.</summary>
    internal string Recipe => Name.Contains("::", StringComparison.Ordinal) ? Name[(Name.IndexOf("::", StringComparison.Ordinal) + 2)..] : "default";

    /// <summary>As <c>cookbook::recipe</c>, always with both.</summary>
    internal string FullName => $"{Cookbook}::{Recipe}";

    /// <summary>As in the "Resolving cookbooks" line.</summary>
    internal string Expanded => Version is null ? Name : $"{Name}@{Version}";

    public override string ToString() => IsRole ? $"role[{Name}]" : $"recipe[{Expanded}]";

    /// <summary>Null when chef-client would not take the item.</summary>
    internal static RunListItem? TryParse(string text)
    {
        var isRole = text.StartsWith("role[", StringComparison.Ordinal);
        var inner = text;
        if (isRole || text.StartsWith("recipe[", StringComparison.Ordinal))
        {
            if (!text.EndsWith(']'))
                return null;
            inner = text[(text.IndexOf('[') + 1)..^1];
        }

        if (inner.Length == 0 || inner.AsSpan().IndexOfAny("[] \"'") >= 0)
            return null;
        var at = inner.IndexOf('@');
        return at < 0 ? new(isRole, inner, null) : new(isRole, inner[..at], inner[(at + 1)..]);
    }

    /// <summary>Splits at commas; on failure the item that is none is in <paramref name="refused"/>.</summary>
    internal static List<RunListItem>? TryParseList(IEnumerable<string> texts, out string? refused)
    {
        var items = new List<RunListItem>();
        refused = null;
        foreach (var text in texts)
        {
            if (TryParse(text.Trim()) is not { } item)
            {
                refused = text;
                return null;
            }

            items.Add(item);
        }

        return items;
    }

    /// <summary>As in the WARN lines: <c>[recipe[a], role[b]]</c>.</summary>
    internal static string Describe(IEnumerable<RunListItem> items) => $"[{string.Join(", ", items)}]";
}
