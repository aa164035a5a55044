using ChefActors.ChefStandIn.RunLists;
using ChefActors.ChefStandIn.Scenarios;

namespace ChefActors.ChefStandIn.Running;

/// <summary>Pure: what a run-list comes to under a scenario.</summary>
internal static class RunPlan
{
    private const int RoleDepth = 20;

    /// <summary>Roles replaced by what they hold, each recipe once; roles that do not exist go to <paramref name="missing"/>.</summary>
    internal static List<RunListItem> Expand(IEnumerable<RunListItem> items, Scenario scenario, List<string> missing)
    {
        var recipes = new List<RunListItem>();
        foreach (var item in items)
            Expand(item, scenario, recipes, missing, RoleDepth);
        return recipes;
    }

    internal static List<PlannedRecipe> Recipes(IEnumerable<RunListItem> recipes, Scenario scenario, string nodeName)
    {
        var planned = new List<PlannedRecipe>();
        foreach (var recipe in recipes)
            planned.Add(new PlannedRecipe(recipe.Cookbook, recipe.Recipe, Steps(recipe, scenario, nodeName)));
        ApplyFail(planned, scenario, nodeName);
        return planned;
    }

    /// <summary>What "Converging N resources" says: neither nested resources nor notified actions.</summary>
    internal static int PlannedResources(IEnumerable<PlannedRecipe> recipes)
    {
        var count = 0;
        foreach (var recipe in recipes)
        {
            foreach (var step in recipe.Steps)
                count += step.Unplanned ? 0 : 1;
        }

        return count;
    }

    internal static string DefaultAction(string type) => type switch
    {
        "file" or "directory" or "template" or "cookbook_file" or "link" or "user" or "group" => "create",
        "package" => "install",
        "service" => "start",
        "log" => "write",
        _ => "run",
    };

    private static void Expand(RunListItem item, Scenario scenario, List<RunListItem> recipes, List<string> missing, int depth)
    {
        if (!item.IsRole)
        {
            if (!recipes.Exists(known => known.FullName == item.FullName))
                recipes.Add(item);
        }
        else if (scenario.Roles is null)
        {
            Expand(new RunListItem(IsRole: false, item.Name, Version: null), scenario, recipes, missing, depth);
        }
        else if (depth > 0 && scenario.Roles.TryGetValue(item.Name, out var texts))
        {
            var held = RunListItem.TryParseList(texts, out var refused)
                ?? throw new ScenarioException($"role {item.Name}: \"{refused}\" is no run-list item");
            foreach (var inner in held)
                Expand(inner, scenario, recipes, missing, depth - 1);
        }
        else
        {
            missing.Add(item.Name);
        }
    }

    private static List<Step> Steps(RunListItem recipe, Scenario scenario, string nodeName)
    {
        if (!scenario.Recipes.TryGetValue(recipe.FullName, out var steps)
            && (recipe.Recipe != "default" || !scenario.Recipes.TryGetValue(recipe.Cookbook, out steps)))
        {
            steps = Generated(recipe, scenario);
        }

        return steps.FindAll(step => step.OnlyOn is null || step.OnlyOn.Contains(nodeName));
    }

    private static List<Step> Generated(RunListItem recipe, Scenario scenario)
    {
        var updated = scenario.Updated ?? scenario.Resources;
        var steps = new List<Step>();
        for (var number = 1; number <= scenario.Resources; number++)
        {
            steps.Add(new Step
            {
                Resource = $"file[/srv/stand-in/{recipe.Cookbook}/{recipe.Recipe}-{number}]",
                Outcome = number <= updated ? Outcome.Updated : Outcome.UpToDate,
                Line = number,
            });
        }

        return steps;
    }

    private static void ApplyFail(List<PlannedRecipe> planned, Scenario scenario, string nodeName)
    {
        if (scenario.Fail is null || (scenario.FailOn is not null && !scenario.FailOn.Contains(nodeName)))
            return;
        Step? chosen = null;
        foreach (var recipe in planned)
        {
            foreach (var step in recipe.Steps)
            {
                if (scenario.Fail == "*" || step.Resource == scenario.Fail || step.Name == scenario.Fail)
                    chosen = step;
            }
        }

        if (chosen is null)
            return;
        chosen.Raise = scenario.FailMessage;
        chosen.Exception = scenario.FailException;
    }
}
