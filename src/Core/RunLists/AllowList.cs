using System.Diagnostics.CodeAnalysis;
using ChefActors.Core.Targets;

namespace ChefActors.Core.RunLists;

/// <summary>
/// Which run-list items a node accepts. A pattern is an item, in which names may hold <c>*</c>: <c>recipe[base::*]</c>,
/// <c>recipe[app-*::deploy]</c>, <c>role[*]</c>. Cookbook and recipe are matched apart, so that no star reaches from one into the other;
/// a cookbook without a recipe means its recipe <c>default</c>; <c>recipe[*]</c> means every recipe. A pattern with a version allows that
/// version alone, one without allows any. A role's own run-list cannot be seen from here: to allow a role is to trust what it names.
/// </summary>
public sealed class AllowList
{
    private readonly IReadOnlyList<Pattern> patterns;

    private AllowList(IReadOnlyList<Pattern> patterns) => this.patterns = patterns;

    /// <summary>Every item; the default.</summary>
    public static AllowList Everything { get; } = new([new Pattern("*", new Glob("**"), new Glob("**"), null), new Pattern("*", null, new Glob("**"), null)]);

    /// <summary>Reads patterns; <c>*</c> alone allows everything, an empty list nothing. The error names the first that is none.</summary>
    public static bool TryParse(IReadOnlyList<string> texts, [NotNullWhen(true)] out AllowList? list, [NotNullWhen(false)] out RunListError? error)
    {
        ArgumentNullException.ThrowIfNull(texts);
        list = null;
        var read = new List<Pattern>();
        for (var i = 0; i < texts.Count; i++)
        {
            if (texts[i] == "*")
            {
                read.AddRange(Everything.patterns);
                continue;
            }

            var (pattern, fault) = Read(texts[i]);
            if (pattern is null)
            {
                error = new RunListError(i, fault, "recipe[cookbook::recipe], recipe[cookbook], role[name], each name with or without '*'; a version as @x.y.z; or '*'");
                return false;
            }

            read.Add(pattern);
        }

        (list, error) = (new AllowList(read), null);
        return true;
    }

    /// <summary>May the item run here?</summary>
    public bool Allows(RunListItem item) => patterns.Any(p => p.Allows(item));

    /// <summary>The first item that may not run here (reason code <c>not_allowed</c>), or null.</summary>
    public RunListItem? FirstRefused(IEnumerable<RunListItem> items) => items.FirstOrDefault(item => !Allows(item));

    /// <summary>The patterns as written, with commas.</summary>
    public override string ToString() => string.Join(", ", patterns.Select(p => p.Text).Distinct(StringComparer.Ordinal));

    private static (Pattern? Pattern, string Fault) Read(string text)
    {
        if (text.Length > RunListParser.MaximumItemLength) return (null, $"a pattern of {text.Length} characters");
        if (text.StartsWith("role[", StringComparison.Ordinal) && text[^1] == ']')
        {
            var role = text[5..^1];
            return RunListText.NameFault(role, allowStars: true) is { } roleFault ? (null, roleFault) : (new Pattern(text, null, new Glob(role), null), "");
        }

        var bare = text.StartsWith("recipe[", StringComparison.Ordinal) && text.EndsWith(']') ? text[7..^1] : text;
        var at = bare.IndexOf('@', StringComparison.Ordinal);
        var version = at < 0 ? null : bare[(at + 1)..];
        if (version is not null && !RunListText.IsVersion(version)) return (null, $"the version {RunListText.Quoted(version)}");
        var whole = at < 0 ? bare : bare[..at];
        var colons = whole.IndexOf("::", StringComparison.Ordinal);
        var cookbook = colons < 0 ? whole : whole[..colons];
        var recipe = colons >= 0 ? whole[(colons + 2)..] : whole == "*" ? "*" : RunListItem.DefaultRecipe;
        var fault = RunListText.NameFault(cookbook, allowStars: true) ?? RunListText.NameFault(recipe, allowStars: true);
        return fault is null ? (new Pattern(text, new Glob(cookbook), new Glob(recipe), version), "") : (null, fault);
    }

    /// <summary>A pattern of roles has no cookbook.</summary>
    private sealed record Pattern(string Text, Glob? Cookbook, Glob Name, string? Version)
    {
        public bool Allows(RunListItem item) => item switch
        {
            RunListItem.Recipe recipe => Cookbook is not null
                && Cookbook.IsMatch(recipe.Cookbook)
                && Name.IsMatch(recipe.Name ?? RunListItem.DefaultRecipe)
                && (Version is null || (recipe.Version is not null && VersionOrder.Compare(Version, recipe.Version) == 0)),
            RunListItem.Role role => Cookbook is null && Name.IsMatch(role.Name),
            _ => false,
        };
    }
}
