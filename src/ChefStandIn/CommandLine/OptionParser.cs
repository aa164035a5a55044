namespace ChefActors.ChefStandIn.CommandLine;

/// <summary>chef-client's flags. Those that mean nothing without a converge are accepted and forgotten.</summary>
internal static class OptionParser
{
    // Short and long spelling of every flag with a value, by the name of what it sets.
    private static readonly string[][] Valued =
    [
        ["-c", "--config"], ["-j", "--json-attributes"], ["-o", "--override-runlist"], ["-r", "--runlist"],
        ["-n", "--named-run-list"], ["-l", "--log_level"], ["-L", "--logfile"], ["-F", "--format"],
        ["", "--run-lock-timeout"], ["", "--config-option"], ["", "--chef-license"], ["-N", "--node-name"],
        ["-E", "--environment"], ["-S", "--server"], ["-k", "--client_key"], ["-K", "--validation_key"],
        ["-u", "--user"], ["-g", "--group"], ["-P", "--pid"], ["-i", "--interval"], ["-s", "--splay"],
        ["", "--recipe-url"], ["", "--chef-zero-host"], ["", "--chef-zero-port"], ["", "--config-file-jail"],
        ["", "--lockfile"], ["-t", "--target"],
    ];

    private static readonly string[][] Switches =
    [
        ["-W", "--why-run"], ["-z", "--local-mode"], ["-v", "--version"], ["-h", "--help"], ["", "--force-logger"],
        ["", "--force-formatter"], ["", "--color"], ["", "--no-color"], ["", "--minimal-ohai"], ["", "--no-minimal-ohai"],
        ["-f", "--fork"], ["", "--no-fork"], ["", "--once"], ["", "--no-listen"], ["", "--listen"],
        ["-A", "--fatal-windows-admin-check"], ["-R", "--enable-reporting"], ["", "--skip-cookbook-sync"],
        ["", "--disable-config"], ["", "--always-dump-stacktrace"], ["", "--slow-report"],
    ];

    /// <summary>Options, or the error with which chef-client leaves.</summary>
    internal static UsageError? Parse(ReadOnlySpan<string> arguments, ClientOptions options)
    {
        for (var at = 0; at < arguments.Length; at++)
        {
            var argument = arguments[at];
            if (argument == "--")
            {
                options.Strays.AddRange(arguments[(at + 1)..]);
                return null;
            }

            var error = argument.StartsWith("--", StringComparison.Ordinal) ? ParseLong(arguments, ref at, options)
                : argument.Length > 1 && argument[0] == '-' ? ParseShort(arguments, ref at, options)
                : Stray(argument, options);
            if (error is not null)
                return error;
        }

        return null;
    }

    private static UsageError? Stray(string argument, ClientOptions options)
    {
        options.Strays.Add(argument);
        return null;
    }

    private static UsageError? ParseLong(ReadOnlySpan<string> arguments, ref int at, ClientOptions options)
    {
        var argument = arguments[at];
        var equals = argument.IndexOf('=');
        var name = equals < 0 ? argument : argument[..equals];
        if (Find(Switches, name) is { } flag)
        {
            Switch(flag, options);
            return null;
        }

        if (Find(Valued, name) is not { } valued)
            return Invalid(argument);
        if (equals >= 0)
            return Set(valued, argument[(equals + 1)..], argument, options);
        return ++at < arguments.Length ? Set(valued, arguments[at], name, options) : Missing(name);
    }

    // -j FILE, -jFILE, and switches in a bunch: -Wz.
    private static UsageError? ParseShort(ReadOnlySpan<string> arguments, ref int at, ClientOptions options)
    {
        var argument = arguments[at];
        for (var letter = 1; letter < argument.Length; letter++)
        {
            var name = "-" + argument[letter];
            if (Find(Switches, name) is { } flag)
            {
                Switch(flag, options);
                continue;
            }

            if (Find(Valued, name) is not { } valued)
                return Invalid(name);
            if (letter + 1 < argument.Length)
                return Set(valued, argument[(letter + 1)..], argument, options);
            return ++at < arguments.Length ? Set(valued, arguments[at], name, options) : Missing(name);
        }

        return null;
    }

    private static string? Find(string[][] table, string name)
    {
        foreach (var row in table)
        {
            if (row[0] == name || row[1] == name)
                return row[1];
        }

        return null;
    }

    private static void Switch(string name, ClientOptions options)
    {
        switch (name)
        {
            case "--why-run": options.WhyRun = true; break;
            case "--local-mode": options.LocalMode = true; break;
            case "--version": options.ShowVersion = true; break;
            case "--help": options.ShowHelp = true; break;
            case "--force-logger": options.ForceLogger = true; break;
            default: break;
        }
    }

    private static UsageError? Set(string name, string value, string given, ClientOptions options)
    {
        switch (name)
        {
            case "--config": options.ConfigFile = Path.GetFullPath(value); break;
            case "--json-attributes": options.JsonFile = value; break;
            case "--override-runlist": options.OverrideRunList = value; break;
            case "--runlist": options.RunList = value; break;
            case "--node-name": options.NodeName = value; break;
            case "--logfile": options.LogFile = value; break;
            case "--log_level": options.LogLevel = value; break;
            case "--format": options.Formatter = value; break;
            case "--chef-license": options.License = value; break;
            case "--run-lock-timeout":
                if (!int.TryParse(value, out var seconds))
                    return new UsageError($"invalid argument: {given} {value}", "OptionParser::InvalidArgument");
                options.RunLockTimeoutSeconds = seconds;
                break;
            case "--config-option": return SetConfigOption(value, options);
            default: break;
        }

        return null;
    }

    private static UsageError? SetConfigOption(string pair, ClientOptions options)
    {
        var equals = pair.IndexOf('=');
        if (equals <= 0)
            return new UsageError($"Unparsable config option \"{pair}\"", "ChefConfig::UnparsableConfigOption");
        options.ConfigOptions[pair[..equals]] = pair[(equals + 1)..];
        return null;
    }

    private static UsageError Invalid(string option) => new($"invalid option: {option}", "OptionParser::InvalidOption");

    private static UsageError Missing(string option) => new($"missing argument: {option}", "OptionParser::MissingArgument");
}
