namespace ChefActors.ChefStandIn.Tests;

/// <summary>A node's directory with client.rb, laid out as in the samples below a temporary root, and removed afterwards.</summary>
internal sealed class Workspace : IDisposable
{
    private const string NodeDirectory = "srv/chef/nodes/web-1.example.com";

    internal Workspace(bool server)
    {
        Root = Directory.CreateTempSubdirectory("stand-in-").FullName;
        Node = Path.Combine(Root, NodeDirectory);
        var home = server ? Path.Combine(Node, "server") : Node;
        Directory.CreateDirectory(home);
        Config = Path.Combine(home, "client.rb");
        Cache = Path.Combine(home, "cache");
        File.WriteAllText(Config, $"node_name \"web-1.example.com\"\nchef_server_url 'http://127.0.0.1:4646'\nfile_cache_path \"{Cache}\"\n");
    }

    internal string Root { get; }

    internal string Node { get; }

    internal string Config { get; }

    internal string Cache { get; }

    internal string LockFile => Path.Combine(Cache, "chef-client-running.pid");

    internal static string SamplesScenario => Path.Combine(AppContext.BaseDirectory, "samples-scenario.json");

    internal StandInProcess Start(params string[] arguments) => StartWith([], arguments);

    internal StandInProcess StartWith(Dictionary<string, string?> environment, params string[] arguments)
    {
        environment.TryAdd("CHEF_STAND_IN_SCENARIO", SamplesScenario);
        return new StandInProcess(["-c", Config, .. arguments], environment);
    }

    internal Dictionary<string, string?> Scenario(string json)
    {
        var path = Path.Combine(Root, "scenario.json");
        File.WriteAllText(path, json);
        return new() { ["CHEF_STAND_IN_SCENARIO"] = path };
    }

    /// <summary>Places a file in the node's directory; its path.</summary>
    internal string Place(string name, string text)
    {
        var path = Path.Combine(Node, name);
        File.WriteAllText(path, text);
        return path;
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
