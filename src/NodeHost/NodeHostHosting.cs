using System.Security.Cryptography;
using Akka.Actor;
using Akka.Hosting;
using ChefActors.Core.Nodes;
using ChefActors.NodeHost.ChefClient;
using ChefActors.NodeHost.ChefClient.Reporting;
using ChefActors.NodeHost.ChefClient.Stopping;
using ChefActors.NodeHost.Delivery;
using ChefActors.NodeHost.Facts;
using ChefActors.NodeHost.Following;
using ChefActors.NodeHost.Journal;
using ChefActors.NodeHost.Logs;
using ChefActors.NodeHost.Presence;
using ChefActors.NodeHost.Queries;
using ChefActors.NodeHost.Running;
using ChefActors.NodeHost.Watching;
using ChefActors.ZooKeeper;
using Microsoft.Extensions.Logging;
using ReportedFactsFile = ChefActors.NodeHost.ChefClient.Reporting.ChefFactsFile;

namespace ChefActors.NodeHost;

/// <summary>Puts a node host together.</summary>
internal static partial class NodeHostHosting
{
    private static readonly TimeSpan CloseWithin = TimeSpan.FromSeconds(3);

    /// <summary>Adds the node host's actors to an actor system, and the orderly end of its session to the system's shutdown.</summary>
    internal static AkkaConfigurationBuilder WithNodeHost(this AkkaConfigurationBuilder builder, NodeHostParts parts, ILoggerFactory logs) =>
        builder
            .WithActors((system, registry) => registry.Register<NodeHostActor>(system.ActorOf(NodeHostActor.Props(parts, logs.CreateLogger<NodeHostActor>()), "node-host")))
            .AddStartup((system, registry) =>
            {
                // First of all `alive` goes, then the actors: chef-client runs on and is adopted by the next life.
                var host = registry.Get<NodeHostActor>();
                CoordinatedShutdown.Get(system).AddTask(
                    CoordinatedShutdown.PhaseBeforeServiceUnbind,
                    "close-session",
                    () => host.Ask<SessionProtocol.Closed>(new SessionProtocol.Close(), CloseWithin).ContinueWith(_ => Akka.Done.Instance, TaskScheduler.Default));
            });

    /// <summary>The parts of a node host.</summary>
    internal static NodeHostParts Parts(
        NodeHostSettings settings, MachineIdentity machine, RunJournal journal, IZooKeeperConnector connector, bool adoptCluster, IHostProcess process, CrashPoint crash, Action announce, Action giveUp, TimeProvider time, ILoggerFactory logs)
    {
        var version = AgentVersion.Text;
        var reported = new ReportedFactsFile(settings.StateDirectory, logs.CreateLogger<ReportedFactsFile>());
        var chefFacts = new ChefFactsLook(settings.StateDirectory, ChefFactsLook.ConfigurationOf(settings.ChefConfig, settings.ChefClient), logs.CreateLogger<ChefFactsLook>());

        // Read before anything is admitted: a command that comes with the first look at the inbox must not meet a node that knows nothing of itself.
        var policy = new AdmissionPolicy(
            settings.Name, journal.State.ClusterId ?? "", journal.Id, settings.AllowedItems, settings.AllowedAttributes, settings.SlotEnabled, settings.SlotMode, chefFacts.Read().Facts.ChefMode);
        var context = new RunnerContext
        {
            Policy = policy,
            BootId = machine.BootId,
            Self = process.Identity,
            AgentVersion = version,
            StateDirectory = settings.StateDirectory,
            ChefConfig = settings.ChefConfig,
            ChefLicense = settings.ChefLicense,
            HandlerDirectory = HandlerDirectory(settings, reported.Read().ChefVersion, logs),
            QueueLimit = settings.QueueLimit,
            QueueBytes = settings.QueueBytes,
        };
        var presence = new Core.Nodes.Presence
        {
            AgentVersion = version,
            Pid = Environment.ProcessId,
            BootId = machine.BootId,
            MachineId = machine.MachineId,
            Journal = journal.Id,
            Started = time.GetUtcNow(),
        };
        var registration = new RegistrationProcedure(settings.Name, presence, new ClusterIdentity(1, settings.ClusterName, Guid.NewGuid().ToString("N")), crash);
        var logsOfRuns = new RunLogs(settings.StateDirectory);
        var (means, cgroups) = StopMeansSearch.Take(settings.MayUseCgroup, logs.CreateLogger<HostCgroups>());
        LogMeans(logs.CreateLogger<RunForce>(), means.Line);
        var chefSettings = new ChefClientSettings(settings.ChefClient, settings.StateDirectory, machine.BootId, SecretVariables.Names, settings.SiteClientDirectory);
        var facts = new NodeFactsSource(settings, machine, version, chefFacts, new ChefVersionProbe(chefSettings), new OhaiProbe(chefSettings), new PeriodicLook(), time, logs.CreateLogger<NodeFactsSource>());
        var chef = new WrappedChefClient(
            chefSettings,
            new KeptLogs(settings.StateDirectory, settings.KeepRuns, settings.KeepBytes),
            new RunReportFile(logs.CreateLogger<RunReportFile>()),
            new RunForce(cgroups, means.Kind, time, logs.CreateLogger<RunForce>()),
            time,
            logs.CreateLogger<WrappedChefClient>());
        var procedures = new DeliveryProcedures(
            new ClaimProcedure(settings.Name, journal.Id, () => BootClock.Now),
            new ResultProcedure(settings.Name, logs.CreateLogger<ResultProcedure>()),
            new InspectProcedure(settings.Name, journal.Id),
            crash);
        return new NodeHostParts
        {
            Journal = journal,
            Crash = crash,
            Session = SessionActor.Props(connector, registration, journal, adoptCluster, () => BootClock.Now, logs.CreateLogger<SessionActor>()),
            Delivery = DeliveryActor.Props(procedures, logs.CreateLogger<DeliveryActor>()),
            Runner = delivery => ChefRunnerActor.Props(
                new RunnerMachine(context), new RunnerWorks(chef, journal, process, settings.ChefConfig, crash, reported), chef, journal, delivery, time, () => BootClock.Now, logs.CreateLogger<ChefRunnerActor>()),
            Queries = delivery => QueryActor.Props(settings.Name, version, new Questions(logsOfRuns), delivery, time, logs.CreateLogger<QueryActor>()),
            Following = FollowActor.Props(new FollowProcedure(settings.Name, logsOfRuns), time, logs.CreateLogger<FollowActor>()),
            Watcher = (runner, queries) => NodeWatcherActor.Props(new NodeReader(settings.Name), runner, queries, logs.CreateLogger<NodeWatcherActor>()),
            Activity = ActivityActor.Props(settings.Name, logs.CreateLogger<ActivityActor>()),
            Facts = FactsActor.Props(settings.Name, facts, settings.FactsRefresh, time, logs.CreateLogger<FactsActor>()),
            Restarts = settings.Restarts,
            RestartSeed = RandomNumberGenerator.GetInt32(int.MaxValue),
            SayLastWords = new LastWords(connector, settings.Name, presence, journal, time).SayAsync,
            GiveUp = giveUp,
            Time = time,
            SinceBoot = () => BootClock.Now,
            Announce = announce,
        };
    }

    private static string? HandlerDirectory(NodeHostSettings settings, string? knownVersion, ILoggerFactory logs)
    {
        if (!settings.UsesReportHandler) return null;
        var directory = ReportHandler.Usable(ReportHandler.InstalledDirectory, knownVersion, out var fault);
        if (fault is not null) LogNoHandler(logs.CreateLogger(nameof(ReportHandler)), fault);
        return directory;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "runs go without our report handler, their output alone is read: {Fault}")]
    private static partial void LogNoHandler(ILogger logger, string fault);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Means}")]
    private static partial void LogMeans(ILogger logger, string means);
}
