namespace ChefActors.Core.RunLists;

/// <summary>
/// One item of a run-list. The set is closed; equality is by value. <see cref="object.ToString"/> gives the canonical text, always with
/// <c>recipe[ ]</c> or <c>role[ ]</c>: what is passed to chef-client as an argument of its own.
/// </summary>
public abstract record RunListItem
{
    /// <summary>The recipe that a cookbook's bare name means.</summary>
    public const string DefaultRecipe = "default";

    private RunListItem()
    {
    }

    /// <summary><c>recipe[cookbook]</c>, <c>recipe[cookbook::name]</c>, either with <c>@version</c>.</summary>
    /// <param name="Cookbook">The cookbook.</param>
    /// <param name="Name">The recipe in it, as written; null means <see cref="DefaultRecipe"/>.</param>
    /// <param name="Version"><c>x.y</c> or <c>x.y.z</c>; null means any.</param>
    public sealed record Recipe(string Cookbook, string? Name = null, string? Version = null) : RunListItem
    {
        /// <inheritdoc />
        public override string ToString() => $"recipe[{Cookbook}{(Name is null ? "" : "::" + Name)}{(Version is null ? "" : "@" + Version)}]";
    }

    /// <summary><c>role[name]</c>.</summary>
    public sealed record Role(string Name) : RunListItem
    {
        /// <inheritdoc />
        public override string ToString() => $"role[{Name}]";
    }
}
