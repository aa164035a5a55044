using System.Security.Cryptography;
using System.Text;
using ChefActors.NodeHost.ChefClient;
using ChefActors.NodeHost.Journal;
using ChefActors.ZooKeeper;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChefActors.NodeHost.Checking;

/// <summary>
/// <c>chefactors-node check</c>: whether a node host with these flags would work here, a line for each thing. It works beside a node host that
/// runs: it takes no lock, registers nothing, and leaves everything as it was.
/// </summary>
internal sealed class NodeHostCheck(NodeHostStart start, TimeProvider time)
{
    private static readonly TimeSpan VersionWithin = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan SessionWithin = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ReadsWithin = TimeSpan.FromSeconds(10);

    private readonly NodeHostSettings _settings = start.Settings;

    /// <summary>Looks at everything and says it on stdout; the exit code.</summary>
    internal static async Task<int> RunAsync(NodeHostStart start)
    {
        var checks = await new NodeHostCheck(start, TimeProvider.System).LookAsync();
        int? width = Console.IsOutputRedirected ? null : Console.WindowWidth is > 0 and var columns ? columns : 80;
        foreach (var line in CheckReport.Lines(checks, width)) await Console.Out.WriteLineAsync(line);
        return CheckReport.ExitCode(checks);
    }

    private async Task<IReadOnlyList<CheckLine>> LookAsync()
    {
        var asking = ChefClientAsync();
        var (disk, journal) = StateDirectoryProbe.Look(_settings.StateDirectory, _settings.KeepBytes);
        var zooKeeper = await ZooKeeperAsync(journal);
        var config = _settings.ChefConfig ?? ConfigurationJudgement.ChefsDefault;
        return
        [
            await asking,
            ConfigurationJudgement.Of(_settings.ChefConfig, File.Exists(config), FileAccessProbe.MayRead(config)),
            DiskJudgement.Of(disk),
            .. zooKeeper,
        ];
    }

    private async Task<CheckLine> ChefClientAsync()
    {
        var path = Executable(_settings.ChefClient);
        var isExecutable = path is not null && FileAccessProbe.MayExecute(path);
        return ChefClientJudgement.Of(_settings.ChefClient, path, isExecutable, isExecutable ? await ChefVersion.AskAsync(path!, VersionWithin, time) : null);
    }

    private async Task<IReadOnlyList<CheckLine>> ZooKeeperAsync(JournalState? journal)
    {
        var servers = await Task.WhenAll(_settings.ZooKeeper.Servers.Select(server => ServerProbe.AskAsync(server, time)));
        var (client, server, error) = await ConnectAsync(servers);
        if (client is null) return [Judge(servers, null, true, error), .. NotKnown("no session with ZooKeeper")];
        await using (client)
        {
            using var bound = new CancellationTokenSource(ReadsWithin, time);
            try
            {
                var markId = RandomNumberGenerator.GetHexString(16, lowercase: true);
                var found = await new ZooKeeperProbe(_settings.Name, time, markId).LookAsync(client, bound.Token);
                var line = Judge(servers, (server!, client.SessionTimeout), found.IsChrootThere, null);
                return found.IsChrootThere ? [line, .. Judge(found, journal)] : [line, .. NotKnown("there is no chroot")];
            }
            catch (Exception e) when (e is ZooKeeperException or OperationCanceledException)
            {
                return [Judge(servers, null, true, $"the session with {server} did not hold: {e.Message}"), .. NotKnown("ZooKeeper did not answer")];
            }
        }
    }

    /// <summary>A session with the first server that gives one: so it is known which.</summary>
    private async Task<(IZooKeeperClient? Client, string? Server, string? Error)> ConnectAsync(IReadOnlyList<ServerFinding> findings)
    {
        var options = NodeHostService.ZooKeeper(_settings);
        string? error = null;
        foreach (var (server, finding) in _settings.ZooKeeper.Servers.Zip(findings))
        {
            if (finding.Error is not null) continue;
            using var bound = new CancellationTokenSource(SessionWithin, time);
            try
            {
                var alone = options with { ConnectionString = _settings.ZooKeeper with { Servers = [server] } };
                return (await new ZooKeeperConnector(alone, time, NullLoggerFactory.Instance).ConnectAsync(bound.Token), server.ToString(), null);
            }
            catch (OperationCanceledException)
            {
                error = $"{server} takes connections, but gave no session within {SessionWithin.TotalSeconds:0} s";
            }
            catch (ZooKeeperException e)
            {
                error = $"{server}: {e.Message}";
            }
        }

        return (null, null, error);
    }

    private CheckLine Judge(IReadOnlyList<ServerFinding> servers, (string Server, TimeSpan Granted)? session, bool isChrootThere, string? error) =>
        ZooKeeperJudgement.Of(servers, session, _settings.SessionTimeout, _settings.ZooKeeper.Chroot, isChrootThere, error);

    private CheckLine[] Judge(ZooKeeperFinding found, JournalState? journal) =>
    [
        ClockJudgement.Of(found.ClockAhead, found.ClockUncertainty, found.ClockUnknown),
        ClusterJudgement.Of(journal?.ClusterId, found.Cluster, found.ClusterFault, _settings.ClusterName, start.AdoptsCluster),
        AccessJudgement.Of(found.Znodes, _settings.Credentials is { } login ? DigestAuth.IdOf(Encoding.UTF8.GetBytes($"{login.User}:{login.Password}")) : null),
        RegistrationJudgement.Of(_settings.Name.Value, found.IsAlive, found.Presence, MachineIdentity.Known(_settings.StateDirectory), journal?.Header?.JournalId),
    ];

    private static IEnumerable<CheckLine> NotKnown(string why) =>
        new[] { "clock", "cluster", "access", "registration" }.Select(subject => CheckLine.Warning(subject, $"not looked at: {why}", "Mend that first"));

    private static string? Executable(string setting)
    {
        if (setting.Contains('/', StringComparison.Ordinal)) return File.Exists(setting) ? setting : null;
        return (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries)
            .Select(directory => Path.Combine(directory, setting)).FirstOrDefault(File.Exists);
    }
}
