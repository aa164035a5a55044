using System.CommandLine;
using ChefActors.Core.Configuration;
using Spectre.Console;

namespace ChefActors.Controller.Console;

/// <summary>What a running verb works with: the world, the options that every verb has, the settings.</summary>
internal sealed class VerbContext(ConsoleWorld world, GlobalValues global, ParseResult parse)
{
    private IAnsiConsole? screen;

    /// <summary>The process around it.</summary>
    public ConsoleWorld World { get; } = world;

    /// <summary>The options that every verb has.</summary>
    public GlobalValues Global { get; } = global;

    /// <summary>The verb's own arguments.</summary>
    public ParseResult Parse { get; } = parse;

    /// <summary>The console for tables and the live view.</summary>
    public IAnsiConsole Screen => screen ??= World.Screen(UsesColor);

    /// <summary>Colours only on a terminal, and only where nobody said no.</summary>
    public bool UsesColor => World.OutputIsTerminal && !Global.NoColor && string.IsNullOrEmpty(World.Environment("NO_COLOR"));

    /// <summary>A command of ours as it is to be typed: this program, the connection as it was given by flags, the verb. No secrets: those stay out.</summary>
    public string Typed(string verb)
    {
        var words = new List<string> { World.Program };
        if (Global.ZooKeeper is { } servers) words.AddRange(["--zookeeper", ShellText.Quoted(servers)]);
        if (Global.Config is { } file) words.AddRange(["--config", ShellText.Quoted(file)]);
        foreach (var set in Global.Set.Where(s => !s.Contains("credentials", StringComparison.OrdinalIgnoreCase))) words.AddRange(["--set", ShellText.Quoted(set)]);
        return string.Join(' ', [.. words, verb]);
    }

    /// <summary>Reads the settings of all sources.</summary>
    /// <exception cref="VerbFailure">A key or value is wrong; the message names all of them.</exception>
    public ControllerSettings Settings()
    {
        var flags = Global.Set.ToList();
        if (Global.ZooKeeper is { } servers) flags.Add("chefactors.zookeeper.connect=" + servers);
        var settings = ControllerSettingsReader.Read(Global.Config, flags, World.Environment, out var errors);
        return settings ?? throw new VerbFailure(ExitCode.Usage, string.Join(Environment.NewLine, SettingError.Lines(errors)));
    }

    /// <summary>Connects, after saying what must be said about open access.</summary>
    public async Task<ICluster> ConnectAsync(ControllerSettings settings, CancellationToken cancellationToken)
    {
        if (OpenAccess.Refusal(settings) is { } refusal) throw new VerbFailure(ExitCode.Refused, refusal);
        if (OpenAccess.Warning(settings) is { } warning) await World.Error.WriteLineAsync(warning);
        return await World.Clusters.ConnectAsync(settings with { Log = LogFor(settings) }, cancellationToken);
    }

    /// <summary>A line on stderr.</summary>
    public Task SayAsync(string line) => World.Error.WriteLineAsync(line);

    private ControllerSettings.LogGroup LogFor(ControllerSettings settings) => Global.Verbosity switch
    {
        0 => settings.Log,
        1 => settings.Log with { Level = Serilog.Events.LogEventLevel.Information },
        _ => settings.Log with { Level = Serilog.Events.LogEventLevel.Debug },
    };
}
