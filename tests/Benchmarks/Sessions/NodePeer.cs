using ChefActors.Testing;

namespace ChefActors.Benchmarks.Sessions;

/// <summary>The Node client by its lock file, which the tests of foreign clients keep.</summary>
internal sealed class NodePeer
{
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(2);

    private NodePeer()
    {
    }

    private static string Folder => Repository.PathOf("artifacts", "node-client");

    /// <summary>Has npm fetch it unless it is there.</summary>
    /// <exception cref="InvalidOperationException">npm could not.</exception>
    internal static async Task<NodePeer> FetchAsync()
    {
        if (Directory.Exists(Path.Combine(Folder, "node_modules"))) return new NodePeer();
        Directory.CreateDirectory(Folder);
        foreach (var file in (string[])["package.json", "package-lock.json"])
            File.Copy(Repository.PathOf("tests", "ZooKeeper.Embedded.Tests", "ForeignClients", "Node", file), Path.Combine(Folder, file), overwrite: true);
        await using var npm = TestProcess.Start("npm", ["ci", "--prefix", Folder, "--ignore-scripts", "--no-audit", "--no-fund"]);
        if (await npm.WaitForExit(Bound) != 0) throw new InvalidOperationException($"npm could not fetch the Node client:\n{npm.Tail()}");
        return new NodePeer();
    }

    /// <summary>Its program with so many sessions.</summary>
    internal TestProcess Start(string connect, int sessions) => TestProcess.Start(
        "node",
        [Path.Combine(AppContext.BaseDirectory, "node_sessions.js"), connect, $"{sessions}"],
        new Dictionary<string, string?>(StringComparer.Ordinal) { ["NODE_PATH"] = Path.Combine(Folder, "node_modules") });
}
