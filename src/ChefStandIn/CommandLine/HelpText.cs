namespace ChefActors.ChefStandIn.CommandLine;

/// <summary>What <c>--help</c> prints.</summary>
internal static class HelpText
{
    internal const string Text =
        """
        Usage: chef-client-stand-in (options)

        ChefActors' stand-in for chef-client: it takes chef-client's flags and prints what Chef Infra Client 18.11 prints,
        but it is not Chef, knows no cookbook and converges nothing. What it pretends comes from a scenario file.

            -c, --config CONFIG              The configuration file to use.
                --config-option OPTION=VALUE Override a single configuration option.
            -j JSON_ATTRIBS,                 Load attributes and run-list from a JSON file.
                --json-attributes
            -o RunlistItem,RunlistItem...,   Replace current run list with specified items for a single run.
                --override-runlist
            -r RunlistItem,RunlistItem...,   Permanently replace current run list with specified items.
                --runlist
            -n, --named-run-list NAME        Accepted and ignored, as on a node without a Policyfile.
            -W, --why-run                    Enable whyrun mode.
            -N, --node-name NODE_NAME        The node name for this client.
            -F, --format FORMATTER           The output format to use: doc or min.
                --force-formatter            Use formatter output instead of logger output (the default).
                --force-logger               Use logger output instead of formatter output.
            -l, --log_level LEVEL            Set the log level.
            -L, --logfile LOGLOCATION        Write all output to this file.
                --run-lock-timeout SECONDS   Seconds to wait for another client run's lock; without it, for ever.
            -z, --local-mode                 Accepted: there is no server either way.
                --chef-license ACCEPTANCE    accept, accept-silent or accept-no-persist; asked for in a scenario only.
                --[no-]color, --[no-]fork, --once, --minimal-ohai
                                             Accepted.
            -v, --version                    Show version.
            -h, --help                       Show this help message.

        CHEF_STAND_IN_SCENARIO names the scenario file; README.md beside the source has its keys.

        """;
}
