using ChefActors.Core.Commands;
using ChefActors.Core.Configuration;
using ChefActors.Core.Nodes;
using ChefActors.Core.RunLists;
using ChefActors.NodeHost.Facts;
using ChefActors.NodeHost.Supervising;
using ChefActors.ZooKeeper;

namespace ChefActors.NodeHost;

/// <summary>All settings of a node host, checked. The keys, units and defaults stand in <c>hocon/nodehost.conf</c>.</summary>
internal sealed record NodeHostSettings
{
    /// <summary><c>zookeeper.connect</c>.</summary>
    public required ConnectionString ZooKeeper { get; init; }

    /// <summary><c>zookeeper.session_timeout</c>.</summary>
    public required TimeSpan SessionTimeout { get; init; }

    /// <summary><c>security.open</c>.</summary>
    public required bool IsOpen { get; init; }

    /// <summary><c>security.credentials</c>: user and password for ZooKeeper's digest scheme; null: none.</summary>
    public DigestCredentials? Credentials { get; init; }

    /// <summary><c>node.name</c>.</summary>
    public required NodeName Name { get; init; }

    /// <summary><c>node.state_dir</c>.</summary>
    public required string StateDirectory { get; init; }

    /// <summary><c>node.location</c>; null: none.</summary>
    public string? Location { get; init; }

    /// <summary><c>node.tags</c>.</summary>
    public required IReadOnlyDictionary<string, string> Tags { get; init; }

    /// <summary><c>node.cluster</c>: the name of a cluster that this node would be the first of.</summary>
    public required string ClusterName { get; init; }

    /// <summary><c>chef.client</c>.</summary>
    public required string ChefClient { get; init; }

    /// <summary><c>chef.config</c>; null: Chef's default.</summary>
    public string? ChefConfig { get; init; }

    /// <summary><c>chef.license</c>; null: not passed.</summary>
    public string? ChefLicense { get; init; }

    /// <summary><c>chef.report_handler</c>.</summary>
    public required bool UsesReportHandler { get; init; }

    /// <summary><c>chef.client_d_dir</c>: the site's own client.d; null: where Chef itself looks.</summary>
    public string? SiteClientDirectory { get; init; }

    /// <summary><c>stop.cgroup</c>: auto.</summary>
    public required bool MayUseCgroup { get; init; }

    /// <summary><c>slot.enabled</c>.</summary>
    public required bool SlotEnabled { get; init; }

    /// <summary><c>slot.mode</c>.</summary>
    public required RunMode SlotMode { get; init; }

    /// <summary><c>allow.run_list</c>.</summary>
    public required AllowList AllowedItems { get; init; }

    /// <summary><c>allow.attributes</c>.</summary>
    public required IReadOnlyList<string> AllowedAttributes { get; init; }

    /// <summary><c>queue.limit</c>.</summary>
    public required int QueueLimit { get; init; }

    /// <summary><c>queue.size</c>, in bytes.</summary>
    public required long QueueBytes { get; init; }

    /// <summary><c>node.facts</c>: what configuration adds to the facts.</summary>
    public required IReadOnlyDictionary<string, string> OwnFacts { get; init; }

    /// <summary><c>facts.refresh</c>.</summary>
    public required TimeSpan FactsRefresh { get; init; }

    /// <summary><c>facts.time_limit</c>.</summary>
    public required TimeSpan FactsTimeLimit { get; init; }

    /// <summary><c>logs.keep_runs</c>.</summary>
    public required int KeepRuns { get; init; }

    /// <summary><c>logs.keep_size</c>, in bytes.</summary>
    public required long KeepBytes { get; init; }

    /// <summary><c>restart.*</c>: how the actors begin anew after a crash.</summary>
    public required RestartPolicy Restarts { get; init; }

    /// <summary><c>log.level</c>.</summary>
    public required Serilog.Events.LogEventLevel LogLevel { get; init; }

    /// <summary><c>log.file</c>; null: none.</summary>
    public string? LogFile { get; init; }

    /// <summary>Reads and checks all of them; <paramref name="errors"/> names every wrong one.</summary>
    internal static NodeHostSettings Read(SettingsReader reader, IReadOnlyDictionary<string, string> tagFlags, out IReadOnlyList<SettingError> errors)
    {
        ConnectionString? connect = null;
        NodeName name = default;
        AllowList? allowed = null;
        DigestCredentials? credentials = null;
        reader.Text("chefactors.zookeeper.connect", text => ConnectionString.TryParse(text, out connect, out _), "host:port,host:port/chroot");
        if (reader.OptionalText("chefactors.node.name", text => NodeName.TryParse(text, out name, out _), NameRule) is null && !NodeName.TryParse(HostName(), out name, out _))
            reader.Refuse("chefactors.node.name", NameRule + $"; this machine's host name '{HostName()}' is none");
        reader.OptionalText("chefactors.security.credentials", text => DigestCredentials.TryParse(text, out credentials), "user:password");
        var patterns = reader.TextList("chefactors.allow.run_list");
        if (!AllowList.TryParse(patterns, out allowed, out var fault)) reader.Refuse("chefactors.allow.run_list", fault.Allowed);
        var settings = new NodeHostSettings
        {
            ZooKeeper = connect ?? new ConnectionString([], ""),
            SessionTimeout = reader.Duration("chefactors.zookeeper.session_timeout", TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5)),
            IsOpen = reader.Boolean("chefactors.security.open"),
            Credentials = credentials,
            Name = name,
            StateDirectory = reader.Text("chefactors.node.state_dir", Path.IsPathRooted, "an absolute path"),
            Location = reader.OptionalText("chefactors.node.location", IsLocation, "a path such as kr/seoul/prod/web"),
            Tags = Merge(reader.TextMap("chefactors.node.tags"), tagFlags),
            ClusterName = reader.OptionalText("chefactors.node.cluster") ?? (connect is null ? "" : ClusterIdentity.NameFor(connect)),
            ChefClient = reader.Text("chefactors.chef.client"),
            ChefConfig = reader.OptionalText("chefactors.chef.config", Path.IsPathRooted, "an absolute path"),
            ChefLicense = reader.OptionalText("chefactors.chef.license", text => text is "accept" or "accept-silent" or "accept-no-persist", "accept, accept-silent, accept-no-persist"),
            UsesReportHandler = reader.Choice("chefactors.chef.report_handler", ("on", true), ("off", false)),
            SiteClientDirectory = reader.OptionalText("chefactors.chef.client_d_dir", Path.IsPathRooted, "an absolute path"),
            MayUseCgroup = reader.Choice("chefactors.stop.cgroup", ("auto", true), ("off", false)),
            SlotEnabled = reader.Boolean("chefactors.slot.enabled"),
            SlotMode = reader.Choice("chefactors.slot.mode", ("override", RunMode.Override), ("replace", RunMode.Replace)),
            AllowedItems = allowed ?? AllowList.Everything,
            AllowedAttributes = reader.TextList("chefactors.allow.attributes"),
            QueueLimit = reader.Integer("chefactors.queue.limit", 1, 100_000),
            QueueBytes = reader.Size("chefactors.queue.size", 1024 * 1024, 1L << 34),
            OwnFacts = Own(reader),
            FactsRefresh = reader.Duration("chefactors.facts.refresh", TimeSpan.FromMinutes(1), TimeSpan.FromHours(6)),
            FactsTimeLimit = reader.Duration("chefactors.facts.time_limit", TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10)),
            KeepRuns = reader.Integer("chefactors.logs.keep_runs", 1, 100_000),
            KeepBytes = reader.Size("chefactors.logs.keep_size", 1024, 1L << 40),
            Restarts = new RestartPolicy(
                reader.Duration("chefactors.restart.first_pause", TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(1)),
                reader.Duration("chefactors.restart.longest_pause", TimeSpan.FromMilliseconds(10), TimeSpan.FromHours(1)),
                reader.Duration("chefactors.restart.forget_after", TimeSpan.FromSeconds(1), TimeSpan.FromDays(1)),
                reader.Integer("chefactors.restart.give_up_after", 1, 1000)),
            LogLevel = reader.Choice(
                "chefactors.log.level",
                ("info", Serilog.Events.LogEventLevel.Information),
                ("debug", Serilog.Events.LogEventLevel.Debug),
                ("warning", Serilog.Events.LogEventLevel.Warning),
                ("error", Serilog.Events.LogEventLevel.Error)),
            LogFile = reader.OptionalText("chefactors.log.file", Path.IsPathRooted, "an absolute path"),
        };
        errors = reader.Finish();
        return settings;
    }

    private const string NameRule = "a name of 1 to 253 characters a-z 0-9 . _ -";

    private static string HostName() => System.Net.Dns.GetHostName().ToLowerInvariant();

    private static bool IsLocation(string text) =>
        text.Length <= 512 && text.Split('/').All(part => part.Length > 0 && part.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-'));

    private static IReadOnlyDictionary<string, string> Own(SettingsReader reader)
    {
        const string key = "chefactors.node.facts";
        var own = reader.TextMap(key);
        if (own.Count > FactBounds.OwnAtMost) reader.Refuse(key, $"at most {FactBounds.OwnAtMost} facts");
        else if (own.Keys.FirstOrDefault(name => !FactBounds.IsOwnName(name)) is { } odd)
            reader.Refuse(key, $"names of 1 to 64 of A-Z a-z 0-9 _ . - that are no facts anyway; found '{FactBounds.Shown(odd)}'");
        else if (own.FirstOrDefault(fact => FactBounds.Fault(fact.Value) is not null) is { Key: { } faulty })
            reader.Refuse(key, $"texts of at most {FactBounds.TextAtMost} characters without control characters; '{faulty}' is none");
        return own;
    }

    private static Dictionary<string, string> Merge(IReadOnlyDictionary<string, string> configured, IReadOnlyDictionary<string, string> flags)
    {
        var tags = new Dictionary<string, string>(configured, StringComparer.Ordinal);
        foreach (var (key, value) in flags) tags[key] = value;
        return tags;
    }
}
