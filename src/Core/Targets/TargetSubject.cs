namespace ChefActors.Core.Targets;

/// <summary>A node as a target expression sees it.</summary>
/// <param name="Name">The node's name; also what the key <c>name</c> means when the facts do not hold it.</param>
/// <param name="Facts">By the contract's names (section 9). A fact that is not known is left out, never empty.</param>
/// <param name="Tags">The tags <c>KEY=VALUE</c>. A fact of the same key has precedence; <c>tag.KEY</c> names the tag.</param>
public sealed record TargetSubject(string Name, IReadOnlyDictionary<string, FactValue> Facts, IReadOnlyDictionary<string, string> Tags)
{
    private const string TagPrefix = "tag.";

    /// <summary>The value that a key addresses: the fact, else the tag, else null.</summary>
    public FactValue? Find(string key)
    {
        if (Facts.TryGetValue(key, out var fact)) return fact;
        if (key == "name") return new FactValue.Text(Name);
        var tag = key.StartsWith(TagPrefix, StringComparison.Ordinal) ? key[TagPrefix.Length..] : key;
        return Tags.TryGetValue(tag, out var value) ? new FactValue.Text(value) : null;
    }
}
