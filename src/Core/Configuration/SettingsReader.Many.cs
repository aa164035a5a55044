namespace ChefActors.Core.Configuration;

/// <summary>Lists, maps, and the account at the end.</summary>
public sealed partial class SettingsReader
{
    /// <summary>A list of texts; one text (a variable, a flag) is taken as a list with commas. <c>""</c> and <c>[]</c> are empty.</summary>
    public IReadOnlyList<string> TextList(string key)
    {
        const string allowed = "a list of texts, or one text with commas";
        switch (Ask(key))
        {
            case SettingNode.Text text:
                return text.Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            case SettingNode.Items items when items.Values.All(v => v is SettingNode.Text):
                return [.. items.Values.Cast<SettingNode.Text>().Select(t => t.Value)];
            case var node:
                var found = node is SettingNode.Items ? "a list with an item that is no text" : node is null ? "nothing" : SettingText.Shown(key, node);
                errors.Add(new SettingError(key, found, allowed, node?.Source));
                return [];
        }
    }

    /// <summary>
    /// Texts by name: a group whose members are texts (a dotted name counts as one), or one text <c>KEY=VALUE,KEY=VALUE</c>. Every name below the
    /// key is known. Not set and <c>{}</c> are empty.
    /// </summary>
    public IReadOnlyDictionary<string, string> TextMap(string key)
    {
        var map = new Dictionary<string, string>(StringComparer.Ordinal);
        switch (Ask(key))
        {
            case null:
                break;
            case SettingNode.Group group:
                foreach (var (path, node) in Leaves(group, []))
                {
                    if (node is SettingNode.Text text) map[string.Join('.', path)] = text.Value;
                    else if (node is SettingNode.Items) Note(SettingText.Path([.. Elements(key), .. path]), node);
                }

                break;
            case SettingNode.Text text:
                foreach (var pair in text.Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
                {
                    var equals = pair.IndexOf('=', StringComparison.Ordinal);
                    if (equals > 0) map[pair[..equals]] = pair[(equals + 1)..];
                    else Note(key, text);
                }

                break;
            case var node:
                Note(key, node);
                break;
        }

        return map;

        void Note(string where, SettingNode node) =>
            errors.Add(new SettingError(where, SettingText.Shown(where, node), "KEY = VALUE, texts both, or one text KEY=VALUE,KEY=VALUE", node.Source));
    }

    /// <summary>All errors in the order of their keys' reading, then the unknown keys below <c>chefactors</c>, each with the nearest known one.</summary>
    public IReadOnlyList<SettingError> Finish()
    {
        if (root.Members.GetValueOrDefault(SettingsSource.Root) is SettingNode.Group own)
        {
            foreach (var (path, node) in Leaves(own, [SettingsSource.Root]).Where(l => !IsAsked(l.Path)))
            {
                if (Unknown(path, node) is { } error) errors.Add(error);
            }
        }

        return [.. errors.Distinct()];
    }

    /// <summary>Every value that is no group, and every empty group.</summary>
    private static IEnumerable<(IReadOnlyList<string> Path, SettingNode Node)> Leaves(SettingNode.Group group, IReadOnlyList<string> path)
    {
        foreach (var (key, node) in group.Members)
        {
            IReadOnlyList<string> below = [.. path, key];
            if (node is not SettingNode.Group { Members.Count: > 0 } inner) yield return (below, node);
            else
            {
                foreach (var leaf in Leaves(inner, below)) yield return leaf;
            }
        }
    }

    /// <summary>Was the key, or one that it lies below, asked for?</summary>
    private bool IsAsked(IReadOnlyList<string> path) =>
        Enumerable.Range(1, path.Count).Any(length => asked.Contains(SettingText.Path(path.Take(length))));

    /// <summary>Null for a group of known keys that is empty.</summary>
    private SettingError? Unknown(IReadOnlyList<string> path, SettingNode node)
    {
        var key = SettingText.Path(path);
        if (asked.Any(a => a.StartsWith(key + ".", StringComparison.Ordinal)))
        {
            return node is SettingNode.Group ? null : new SettingError(key, SettingText.Shown(key, node), "a group of keys", node.Source);
        }

        var nearest = NearestKey.Of(key, asked);
        return new SettingError(key, "an unknown key", nearest is null ? "the keys of the reference" : $"{nearest}, if that is meant; the keys of the reference", node.Source);
    }
}
