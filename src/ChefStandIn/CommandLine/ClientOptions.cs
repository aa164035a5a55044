namespace ChefActors.ChefStandIn.CommandLine;

/// <summary>What the command line asked for; null and empty mean "not given".</summary>
internal sealed record ClientOptions
{
    internal string? ConfigFile { get; set; }

    internal string? JsonFile { get; set; }

    internal string? OverrideRunList { get; set; }

    internal string? RunList { get; set; }

    internal string? NodeName { get; set; }

    internal string? LogFile { get; set; }

    internal string LogLevel { get; set; } = "auto";

    internal string Formatter { get; set; } = "doc";

    internal string? License { get; set; }

    /// <summary>Seconds to wait for the lock of another run; null waits for ever.</summary>
    internal int? RunLockTimeoutSeconds { get; set; }

    internal bool WhyRun { get; set; }

    internal bool LocalMode { get; set; }

    internal bool ForceLogger { get; set; }

    internal bool ShowVersion { get; set; }

    internal bool ShowHelp { get; set; }

    /// <summary><c>--config-option</c>, later ones winning.</summary>
    internal Dictionary<string, string> ConfigOptions { get; } = [];

    /// <summary>What was left over: chef-client takes these for recipe files.</summary>
    internal List<string> Strays { get; } = [];
}
