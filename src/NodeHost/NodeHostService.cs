using Akka.Hosting;
using ChefActors.NodeHost.ChefClient;
using ChefActors.NodeHost.Footprint;
using ChefActors.NodeHost.Journal;
using ChefActors.ZooKeeper;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Serilog.Core;
using Serilog.Extensions.Logging;

namespace ChefActors.NodeHost;

/// <summary>A node host from its start to its end, as this process.</summary>
internal static class NodeHostService
{
    private const int CannotStart = 1;
    private const int CrashLoop = 1;

    // Akka's own 10 ms wakes the processor hundreds of times a second for nothing: 4 % of one at rest. A node host waits for seconds, never for less.
    // The file's akka section has precedence.
    private const string CalmTimers = "akka.scheduler.tick-duration = 500ms";

    /// <summary>Runs until it is told to end; the exit code.</summary>
    internal static async Task<int> RunAsync(NodeHostStart start)
    {
        var settings = start.Settings;
        await using var logger = NodeHostLogging.Create(settings.Name, settings.LogLevel, settings.LogFile);
        using var logs = new SerilogLoggerFactory(logger);
        if (settings is { IsOpen: true, Credentials: null }) logger.Warning("security.open = true: whoever reaches {ZooKeeper} can push to this node", settings.ZooKeeper.ToString());
        var crash = new CrashPoint(Environment.GetEnvironmentVariable(CrashPoint.Variable));
        if (Open(settings, crash, logger) is not var (machine, journal)) return CannotStart;
        using (journal) return await ServeAsync(start, machine, journal, crash, logs);
    }

    /// <summary>How sessions are opened with these settings.</summary>
    internal static ZooKeeperOptions ZooKeeper(NodeHostSettings settings) => new(settings.ZooKeeper)
    {
        SessionTimeout = settings.SessionTimeout,
        Credentials = settings.Credentials is { } login ? [ZooKeeperCredential.Digest(login.User, login.Password)] : [],
        DefaultAcl = settings.Credentials is null ? Acl.OpenUnsafe : Acl.CreatorAll,
    };

    private static (MachineIdentity Machine, RunJournal Journal)? Open(NodeHostSettings settings, CrashPoint crash, Logger logger)
    {
        try
        {
            var machine = MachineIdentity.Read(settings.StateDirectory);
            var journal = RunJournal.Open(settings.StateDirectory, machine.MachineId, Guid.NewGuid().ToString("N"), TimeProvider.System, crash);
            KeepLeftOvers(settings, journal.State, logger);
            return (machine, journal);
        }
        catch (UnauthorizedAccessException e)
        {
            logger.Fatal(
                "cannot start: {User} may not write the state directory {Directory}: {Error} Choose another with --state-dir, or give it to this user",
                Environment.UserName, settings.StateDirectory, e.Message);
        }
        catch (IOException e)
        {
            logger.Fatal("cannot start: {Error}", e.Message);
        }

        return null;
    }

    private static void KeepLeftOvers(NodeHostSettings settings, JournalState journal, Logger logger)
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

    private static async Task<int> ServeAsync(NodeHostStart start, MachineIdentity machine, RunJournal journal, CrashPoint crash, SerilogLoggerFactory logs)
    {
        var settings = start.Settings;
        var connector = new ZooKeeperConnector(ZooKeeper(settings), TimeProvider.System, logs);
        using var givenUp = new CancellationTokenSource();
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(givenUp.Token);
        var parts = NodeHostHosting.Parts(settings, machine, journal, connector, start.AdoptsCluster, new HostProcess(ending.Cancel), crash, Announce, givenUp.Cancel, TimeProvider.System, logs);

        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true, ApplicationName = "chefactors-node" });
        builder.Services.AddAkka("chefactors-node", (akka, _) => akka
            .AddHocon(start.Loaded.AkkaConfig(), HoconAddMode.Prepend)
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
        await host.RunAsync(ending.Token);
        await settled;
        return givenUp.IsCancellationRequested ? CrashLoop : Environment.ExitCode;

        void Announce() => Console.Out.WriteLine($"serving {settings.Name} on {settings.ZooKeeper}, pid {Environment.ProcessId}");
    }
}
