namespace ChefActors.Testing;

/// <summary>Where things are in the checkout that the tests were built from.</summary>
public static class Repository
{
    private static readonly (string Executable, string Project)[] Programs =
        [("chefactors", "Controller"), ("chefactors-node", "NodeHost"), ("chef-client-stand-in", "ChefStandIn")];

    /// <summary>The root: the directory with ChefActors.sln, above the test assembly.</summary>
    public static string Root { get; } = FindRoot(AppContext.BaseDirectory);

    /// <summary>The absolute path of something below the root.</summary>
    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>The built executable: what the root script built or what the solution's build made, whichever is newer.</summary>
    /// <exception cref="FileNotFoundException">It is not built.</exception>
    public static string Executable(string name)
    {
        var project = Array.Find(Programs, p => p.Executable == name).Project ?? throw new ArgumentException($"no program is called '{name}'", nameof(name));
        var newest = new[] { PathOf("artifacts", "app", name, name), PathOf("artifacts", "bin", project, "release", name) }
            .Where(File.Exists)
            .MaxBy(path => File.GetLastWriteTimeUtc(path + ".dll"));
        return newest ?? throw new FileNotFoundException($"{name} is not built; build it with: dotnet build src/{project} -c Release");
    }

    private static string FindRoot(string from)
    {
        for (var directory = new DirectoryInfo(from); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, "ChefActors.sln"))) return directory.FullName;
        }

        throw new DirectoryNotFoundException($"no ChefActors.sln above {from}");
    }
}
