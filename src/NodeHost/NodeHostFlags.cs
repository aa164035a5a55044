using System.CommandLine;
using ChefActors.Core.Configuration;

namespace ChefActors.NodeHost;

/// <summary>The command line of <c>chefactors-node</c> (CONTRACT, section 10).</summary>
internal sealed class NodeHostFlags
{
    private readonly Option<string?> _zooKeeper = new("--zookeeper") { Description = "ZooKeeper servers and chroot: host:port,host:port/chroot", HelpName = "CS" };
    private readonly Option<string?> _name = new("--name") { Description = "this node's name (default: the machine's host name)", HelpName = "FQDN" };
    private readonly Option<string?> _stateDirectory = new("--state-dir") { Description = "where journal, runs and logs are kept", HelpName = "DIR" };
    private readonly Option<string?> _chefClient = new("--chef-client") { Description = "chef-client's path", HelpName = "PATH" };
    private readonly Option<string?> _chefConfig = new("--chef-config") { Description = "chef-client's configuration file (default: Chef's own)", HelpName = "FILE" };
    private readonly Option<string?> _location = new("--location") { Description = "where the node stands, such as kr/seoul/prod/web", HelpName = "PATH" };
    private readonly Option<string[]> _tags = new("--tag") { Description = "a tag for targets; may be given several times", HelpName = "KEY=VALUE" };
    private readonly Option<string[]> _set = new("--set") { Description = "any key of hocon/nodehost.conf, such as chefactors.queue.limit=10", HelpName = "KEY=VALUE" };

    /// <summary>The flags as a root command; its action is set by the program.</summary>
    internal RootCommand ToCommand()
    {
        return AddTo(new RootCommand(
            """
            A node host: runs chef-client on this machine when ZooKeeper says so, one run at a time, and reports one true result.

            Example: chefactors-node --zookeeper zk1:2181,zk2:2181,zk3:2181/prod --state-dir /var/lib/chefactors --tag role=web
            """));
    }

    /// <summary>Adds them to a command.</summary>
    internal T AddTo<T>(T command)
        where T : Command
    {
        foreach (var option in new Option[] { _zooKeeper, _name, _stateDirectory, _chefClient, _chefConfig, Config, _location, _tags, _set, AdoptCluster }) command.Options.Add(option);
        return command;
    }

    /// <summary>The user's file.</summary>
    internal Option<string?> Config { get; } = new("--config") { Description = "a HOCON file over the defaults of hocon/nodehost.conf", HelpName = "FILE" };

    /// <summary>Take the cluster found for this node's own.</summary>
    internal Option<bool> AdoptCluster { get; } = new("--adopt-cluster") { Description = "belong to this cluster from now on, whatever the journal says" };

    /// <summary>The <c>--set</c> flags.</summary>
    internal IReadOnlyList<string> Set(ParseResult parsed) => parsed.GetValue(_set) ?? [];

    /// <summary>The flags that set one key each: they win over <c>--set</c>, and an error names them.</summary>
    internal IReadOnlyList<FlagSetting> Own(ParseResult parsed)
    {
        var settings = new List<FlagSetting>();
        Add("chefactors.zookeeper.connect", _zooKeeper);
        Add("chefactors.node.name", _name);
        Add("chefactors.node.state_dir", _stateDirectory, Path.GetFullPath);
        Add("chefactors.chef.client", _chefClient, path => path.Contains('/', StringComparison.Ordinal) ? Path.GetFullPath(path) : path);
        Add("chefactors.chef.config", _chefConfig, Path.GetFullPath);
        Add("chefactors.node.location", _location);
        return settings;

        void Add(string key, Option<string?> option, Func<string, string>? convert = null)
        {
            if (parsed.GetValue(option) is { } value) settings.Add(new FlagSetting(option.Name, key, value.Length > 0 && convert is not null ? convert(value) : value));
        }
    }

    /// <summary>The tags; <paramref name="error"/> names one that is none.</summary>
    internal IReadOnlyDictionary<string, string> Tags(ParseResult parsed, out string? error)
    {
        error = null;
        var tags = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var text in parsed.GetValue(_tags) ?? [])
        {
            var equals = text.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0 && text[..equals].All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-')) tags[text[..equals]] = text[(equals + 1)..];
            else error ??= $"--tag: found '{text}'; allowed: KEY=VALUE with a key of a-z 0-9 . _ -";
        }

        return tags;
    }
}
