using ChefActors.Testing;
using Xunit.Sdk;

namespace ChefActors.ZooKeeper.Embedded.Tests.ForeignClients;

/// <summary>The script <c>Node/client.js</c> with its packages, which npm fetches once for each lock file.</summary>
internal static class NodeClient
{
    private const string AptPackages = "nodejs npm";

    private static readonly string[] _files = ["package.json", "package-lock.json", "client.js"];

    private static string Folder => Repository.PathOf("artifacts", "node-client");

    /// <summary><c>./test</c> has seen to it that all that needs=debian stands for is there.</summary>
    public static bool MustBeThere => Environment.GetEnvironmentVariable("CHEFACTORS_NEEDS_DEBIAN") == "1";

    /// <summary>What is missing on the PATH, and how to get it; null: nothing.</summary>
    public static string? Missing => Find("node") is null || Find("npm") is null ? $"node or npm is missing: apt-get install --no-install-recommends {AptPackages}" : null;

    /// <summary>Fetches the packages. Null: they are there; else why not.</summary>
    public static async Task<string?> FetchAsync()
    {
        if (Missing is { } missing) return missing;
        var source = Repository.PathOf("tests", "ZooKeeper.Embedded.Tests", "ForeignClients", "Node");
        var fetched = Path.Combine(Folder, "node_modules", ".package-lock.json");
        var isFresh = File.Exists(fetched) && File.GetLastWriteTimeUtc(fetched) > File.GetLastWriteTimeUtc(Path.Combine(source, "package-lock.json"));
        Directory.CreateDirectory(Folder);
        foreach (var file in _files) File.Copy(Path.Combine(source, file), Path.Combine(Folder, file), overwrite: true);
        if (isFresh) return null;
        try
        {
            await ForeignProgram.RunAsync(Find("npm")!, AptPackages, "", "ci", "--prefix", Folder, "--ignore-scripts", "--no-audit", "--no-fund");
            return null;
        }
        catch (Exception problem) when (problem is XunitException or OperationCanceledException)
        {
            return $"npm could not fetch the client: {problem.Message}";
        }
    }

    public static Task<string> RunAsync(string hosts) => ForeignProgram.RunAsync(Find("node")!, AptPackages, "", Path.Combine(Folder, "client.js"), hosts);

    private static string? Find(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Where(folder => folder.Length > 0).Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
}
