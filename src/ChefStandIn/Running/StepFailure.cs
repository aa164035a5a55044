using ChefActors.ChefStandIn.Scenarios;

namespace ChefActors.ChefStandIn.Running;

/// <summary>The texts of a resource that failed.</summary>
internal static class StepFailure
{
    /// <param name="cookbookTrace">Whether Ruby of the cookbook raised it, so that a trace leads there.</param>
    internal static RunFailure Of(Step step, string action, PlannedRecipe recipe, string cachePath, string exception, string message, bool cookbookTrace)
    {
        var file = $"{cachePath}/cookbooks/{recipe.Cookbook}/recipes/{recipe.Name}.rb";
        var text = new ErrorText($"Error executing action `{action}` on resource '{step.Resource}'").Section(exception, message);
        if (cookbookTrace)
            text.Section("Cookbook Trace: (most recent call first)", $"{file}:{step.Line + 1}:in `block (2 levels) in from_file'");
        var banner = text
            .Section("Resource Declaration:", $"# In {file}\n\n{Declaration(step)}")
            .Section("Compiled Resource:", $"# Declared in {file}:{step.Line}:in `from_file'\n\n{Compiled(step, action, recipe)}")
            .WithSystemInfo(platformKnown: true);
        return new RunFailure(
            banner,
            $"{exception}: {step.Resource} ({recipe.FullName} line {step.Line}) had an error: {exception}: {message}");
    }

    internal static string CommandMessage(string command, int exitCode, string output, string error) =>
        $"Expected process to exit with [0], but received '{exitCode}'\n---- Begin output of {command} ----\n"
        + $"STDOUT: {output.Trim()}\nSTDERR: {error.Trim()}\n---- End output of {command} ----\nRan {command} returned {exitCode}";

    private static string Declaration(Step step)
    {
        var source = step.Source ?? (step.Execute is { } command
            ? [$"{step.Type} \"{step.Name}\" do", $"  command \"{command}\"", "end"]
            : [$"{step.Type} \"{step.Name}\""]);
        var lines = new List<string>();
        for (var at = 0; at < source.Count; at++)
            lines.Add($"{step.Line + at,3}: {source[at]}");
        return string.Join("\n", lines);
    }

    private static string Compiled(Step step, string action, PlannedRecipe recipe)
    {
        var guard = step.Type == "execute" ? ":execute" : ":default";
        var command = step.Execute is { } line ? $"  command \"{line}\"\n" : "";
        return $"{step.Type}(\"{step.Name}\") do\n  action [:{action}]\n  default_guard_interpreter {guard}\n{command}"
            + $"  declared_type :{step.Type}\n  cookbook_name \"{recipe.Cookbook}\"\n  recipe_name \"{recipe.Name}\"\nend";
    }
}
