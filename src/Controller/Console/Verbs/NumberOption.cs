using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;

namespace ChefActors.Controller.Console.Verbs;

/// <summary>Options that hold a whole number; the library's own message would name a .NET type. Ranges are the verb's matter.</summary>
internal static class NumberOption
{
    /// <summary>An option such as <c>--parallel 20</c>; null when it is not given.</summary>
    public static Option<T?> Of<T>(string name, string description, string helpName)
        where T : struct, IBinaryInteger<T> =>
        new(name) { Description = description, HelpName = helpName, CustomParser = result => Read<T>(name, result) };

    /// <summary>An option with a default.</summary>
    public static Option<T> Of<T>(string name, string description, string helpName, T otherwise)
        where T : struct, IBinaryInteger<T> =>
        new(name) { Description = description, HelpName = helpName, DefaultValueFactory = _ => otherwise, CustomParser = result => Read<T>(name, result) ?? otherwise };

    private static T? Read<T>(string name, ArgumentResult result)
        where T : struct, IBinaryInteger<T>
    {
        var text = result.Tokens[0].Value;
        if (T.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)) return value;
        result.AddError($"{name}: found '{text}'; allowed: a whole number");
        return null;
    }
}
