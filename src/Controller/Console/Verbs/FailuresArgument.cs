using ChefActors.Controller.Console.Rendering;
using ChefActors.Controller.Planning.Plans;

namespace ChefActors.Controller.Console.Verbs;

/// <summary><c>--max-failures</c>.</summary>
internal static class FailuresArgument
{
    /// <summary>At how many failures it halts; null: at none.</summary>
    /// <exception cref="VerbFailure">It is no such number.</exception>
    public static Amount? Read(string text) => text == "none"
        ? null
        : Amount.Read(text) ?? throw new VerbFailure(ExitCode.Usage, $"--max-failures: found '{SafeText.Line(text)}'; allowed: {Amount.Allowed}, or none");
}
