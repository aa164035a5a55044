using System.CommandLine;

namespace ChefActors.Controller.Console;

/// <summary>The options that every verb has.</summary>
internal sealed class GlobalOptions
{
    private readonly Option<string> output = new("--output", "-o")
    {
        Description = "What stdout holds: table (for people), json (one document at the end), jsonl (one object a line, as it happens)",
        HelpName = "table|json|jsonl",
        Recursive = true,
        DefaultValueFactory = _ => "table",
    };

    private readonly Option<string?> zookeeper = new("--zookeeper")
    {
        Description = "Servers and chroot, such as zk1:2181,zk2:2181,zk3:2181/prod; or the variable CHEFACTORS_ZOOKEEPER",
        HelpName = "SERVERS",
        Recursive = true,
    };

    private readonly Option<string?> config = new("--config") { Description = "A settings file over the defaults of hocon/controller.conf", HelpName = "FILE", Recursive = true };

    private readonly Option<string[]> set = new("--set")
    {
        Description = "Sets any key of the settings, such as chefactors.push.parallel=20; may be given again",
        HelpName = "KEY=VALUE",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
        Recursive = true,
    };

    private readonly Option<bool> noColor = new("--no-color") { Description = "No colours; so it is without a terminal, and with the variable NO_COLOR", Recursive = true };

    private readonly Option<bool> verbose = new("--verbose", "-v") { Description = "More on stderr; twice: still more", Arity = ArgumentArity.Zero, Recursive = true };

    /// <summary>Adds them to the root.</summary>
    public void AddTo(RootCommand root)
    {
        output.AcceptOnlyFromAmong("table", "json", "jsonl");
        root.Add(output);
        root.Add(zookeeper);
        root.Add(config);
        root.Add(set);
        root.Add(noColor);
        root.Add(verbose);
    }

    /// <summary>What was given.</summary>
    public GlobalValues Read(ParseResult parse) => new(
        parse.GetValue(output) switch { "json" => OutputFormat.Json, "jsonl" => OutputFormat.Jsonl, _ => OutputFormat.Table },
        parse.GetValue(zookeeper),
        parse.GetValue(config),
        parse.GetValue(set) ?? [],
        parse.GetValue(noColor),
        parse.GetResult(verbose) is { Implicit: false } given ? given.IdentifierTokenCount : 0);
}
