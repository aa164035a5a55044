using ChefActors.ChefStandIn.Scenarios;

namespace ChefActors.ChefStandIn.Running;

/// <summary>A recipe of the expanded run-list with the resources that it has on this node.</summary>
internal sealed record PlannedRecipe(string Cookbook, string Name, IReadOnlyList<Step> Steps)
{
    internal string FullName => $"{Cookbook}::{Name}";
}
