using ChefActors.Controller.Console;

namespace ChefActors.Controller.Demo;

/// <summary>The programs that a demonstration starts.</summary>
/// <param name="NodeHost">The path of chefactors-node.</param>
/// <param name="StandIn">The path of chef-client-stand-in.</param>
internal sealed record DemoPrograms(string NodeHost, string StandIn)
{
    /// <summary>Finds them: in a folder of their own beside this program's, as the root script builds them, or next to this program, as installed.</summary>
    /// <param name="directory">This program's.</param>
    /// <param name="exists">Whether there is such a file.</param>
    /// <exception cref="VerbFailure">One is missing; the message says where it was looked for.</exception>
    public static DemoPrograms Find(string directory, Func<string, bool> exists) =>
        new(FindOne("chefactors-node", directory, exists), FindOne("chef-client-stand-in", directory, exists));

    private static string FindOne(string name, string directory, Func<string, bool> exists)
    {
        string[] places = [Path.GetFullPath(Path.Combine(directory, "..", name, name)), Path.GetFullPath(Path.Combine(directory, name))];
        return Array.Find(places, exists.Invoke)
            ?? throw new VerbFailure(ExitCode.Failed, $"the demonstration needs the program {name}, found at neither of: {string.Join(", ", places)}. The script ./chefactors builds it");
    }

    /// <summary>How this program is typed in a shell: the root's script where it was built by it, else its name.</summary>
    /// <param name="directory">This program's.</param>
    /// <param name="current">The working directory.</param>
    /// <param name="exists">Whether there is such a file.</param>
    public static string Typed(string directory, string current, Func<string, bool> exists)
    {
        // <root>/artifacts/app/chefactors/
        var root = Path.GetFullPath(Path.Combine(directory, "..", "..", ".."));
        var script = Path.Combine(root, "chefactors");
        if (!exists(script) || !exists(Path.Combine(root, "build", "app.sh"))) return "chefactors";
        return Path.GetFullPath(current).TrimEnd('/') == root.TrimEnd('/') ? "./chefactors" : ShellText.Quoted(script);
    }
}
