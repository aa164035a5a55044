using System.CommandLine;
using System.CommandLine.Invocation;
using Akka.Hosting;
using ChefActors.Core.Configuration;
using ChefActors.NodeHost;
using ChefActors.NodeHost.ChefClient;
using ChefActors.NodeHost.Journal;
using ChefActors.ZooKeeper;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Serilog.Extensions.Logging;

const int Usage = 2;
const int CannotStart = 1;
const int CrashLoop = 1;

// Akka's own 10 ms wakes the processor hundreds of times a second for nothing: 4 % of one at rest. A node host waits for seconds, never for less.
// The file's akka section has precedence.
const string CalmTimers = "akka.scheduler.tick-duration = 500ms";

var flags = new NodeHostFlags();
var command = flags.ToCommand();
command.SetAction((parsed, cancellationToken) => RunAsync(parsed));

var line = command.Parse(args);
if (line.Action is ParseErrorAction) return Refuse([.. line.Errors.Select(e => e.Message), "See chefactors-node --help"]);

// Signals are the generic host's matter: a second listener would outlive it and abort the process.
return await line.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });

async Task<int> RunAsync(ParseResult parsed)
{
    var tags = flags.Tags(parsed, out var tagError);
    if (tagError is not null) return Refuse([tagError]);
    if (!SettingsSource.TryLoad(Reference(), parsed.GetValue(flags.Config), flags.Set(parsed), flags.Own(parsed), Environment.GetEnvironmentVariable, out var loaded, out var errors)) return Refuse(SettingError.Lines(errors));
    var settings = NodeHostSettings.Read(loaded.Reader(), tags, out errors);
    if (errors.Count > 0) return Refuse(SettingError.Lines(errors));
    var crashAt = Environment.GetEnvironmentVariable(CrashPoint.Variable);
    if (CrashPoint.Objection(crashAt) is { } unknown) return Refuse([unknown]);
    if (Loopback.Objection(settings.ZooKeeper, settings.Credentials is not null, settings.IsOpen) is { } objection) return Refuse([objection]);

    await using var logger = NodeHostLogging.Create(settings.Name, settings.LogLevel, settings.LogFile);
    using var logs = new SerilogLoggerFactory(logger);
    if (settings is { IsOpen: true, Credentials: null }) logger.Warning("security.open = true: whoever reaches {ZooKeeper} can push to this node", settings.ZooKeeper.ToString());

    MachineIdentity machine;
    RunJournal journal;
    try
    {
        machine = MachineIdentity.Read(settings.StateDirectory);
        journal = RunJournal.Open(settings.StateDirectory, machine.MachineId, Guid.NewGuid().ToString("N"), TimeProvider.System);
        KeepLeftOvers(settings, journal.State, logger);
    }
    catch (UnauthorizedAccessException e)
    {
        logger.Fatal(
            "cannot start: {User} may not write the state directory {Directory}: {Error} Choose another with --state-dir, or give it to this user",
            Environment.UserName, settings.StateDirectory, e.Message);
        return CannotStart;
    }
    catch (IOException e)
    {
        logger.Fatal("cannot start: {Error}", e.Message);
        return CannotStart;
    }

    using (journal) return await ServeAsync(settings, machine, journal, loaded, parsed.GetValue(flags.AdoptCluster), logs);
}

async Task<int> ServeAsync(NodeHostSettings settings, MachineIdentity machine, RunJournal journal, LoadedSettings loaded, bool adoptCluster, SerilogLoggerFactory logs)
{
    var options = new ZooKeeperOptions(settings.ZooKeeper)
    {
        SessionTimeout = settings.SessionTimeout,
        Credentials = settings.Credentials is { } login ? [ZooKeeperCredential.Digest(login.User, login.Password)] : [],
        DefaultAcl = settings.Credentials is null ? Acl.OpenUnsafe : Acl.CreatorAll,
    };
    var connector = new ZooKeeperConnector(options, TimeProvider.System, logs);
    using var givenUp = new CancellationTokenSource();
    var crash = new CrashPoint(Environment.GetEnvironmentVariable(CrashPoint.Variable));
    var parts = NodeHostHosting.Parts(settings, machine, journal, connector, adoptCluster, crash, Announce, givenUp.Cancel, TimeProvider.System, logs);

    var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true, ApplicationName = "chefactors-node" });
    builder.Services.AddAkka("chefactors-node", (akka, _) => akka
        .AddHocon(loaded.AkkaConfig(), HoconAddMode.Prepend)
        .AddHocon(CalmTimers, HoconAddMode.Append)
        .ConfigureLoggers(setup =>
        {
            setup.ClearLoggers();
            setup.AddLoggerFactory(logs);
        })
        .WithNodeHost(parts, logs));
    NoAppConfig.Use();
    using var host = builder.Build();
    var settled = Settling.SettleAsync(TimeProvider.System, host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping);
    await host.RunAsync(givenUp.Token);
    await settled;
    return givenUp.IsCancellationRequested ? CrashLoop : Environment.ExitCode;

    void Announce() => Console.Out.WriteLine($"serving {settings.Name} on {settings.ZooKeeper}, pid {Environment.ProcessId}");
}

// Before anything can run: nobody else has files there now. A log that cannot be kept is no reason not to serve.
static void KeepLeftOvers(NodeHostSettings settings, JournalState journal, Serilog.ILogger logger)
{
    var inUse = journal.Spool.Select(outcome => outcome.Id).Append(journal.Unfinished?.Id ?? "").ToHashSet(StringComparer.Ordinal);
    try
    {
        new KeptLogs(settings.StateDirectory, settings.KeepRuns, settings.KeepBytes).KeepLeftOvers(inUse);
    }
    catch (Exception e) when (e is IOException or UnauthorizedAccessException)
    {
        logger.Warning("logs of earlier runs were not kept: {Error}", e.Message);
    }
}

static string Reference()
{
    using var stream = typeof(NodeHostSettings).Assembly.GetManifestResourceStream("nodehost.conf")!;
    using var reader = new StreamReader(stream);
    return reader.ReadToEnd();
}

static int Refuse(IReadOnlyList<string> lines)
{
    foreach (var line in lines) Console.Error.WriteLine(line);
    return Usage;
}
