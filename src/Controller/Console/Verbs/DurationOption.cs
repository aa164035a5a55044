using System.CommandLine;
using ChefActors.Core.Configuration;

namespace ChefActors.Controller.Console.Verbs;

/// <summary>Options that hold a duration with a range.</summary>
internal static class DurationOption
{
    /// <summary>An option such as <c>--grace 2m</c>; null when it is not given.</summary>
    public static Option<TimeSpan?> Of(string name, string description, TimeSpan min, TimeSpan max) => new(name)
    {
        Description = description,
        HelpName = "DURATION",
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (Quantity.TryDuration(text, out var value) && value >= min && value <= max) return value;
            result.AddError($"{name}: found '{text}'; allowed: a duration from {Quantity.Print(min)} to {Quantity.Print(max)}, as 500ms, 30s, 10m, 2h, 7d");
            return null;
        },
    };
}
