using System.Security.Cryptography;
using ChefActors.Controller.Aggregation;
using ChefActors.Controller.Dispatching;
using ChefActors.ZooKeeper;

namespace ChefActors.Controller.Console;

/// <summary>Clusters over a real session.</summary>
internal sealed class ZooKeeperClusters(TimeProvider time, string user, CrashPoint? crash = null) : IClusterConnector
{
    /// <inheritdoc />
    public async Task<ICluster> ConnectAsync(ControllerSettings settings, CancellationToken cancellationToken)
    {
        var logs = ConsoleLogs.Create(settings.Log);
        try
        {
            var connector = new ZooKeeperConnector(Options(settings), time, logs);
            var client = await FirstSessionAsync(connector, settings, logs, cancellationToken);
            return await OpenAsync(client, connector, settings, logs, cancellationToken);
        }
        catch
        {
            logs.Dispose();
            throw;
        }
    }

    /// <summary>A random id of 20 hex digits.</summary>
    public static string NewId() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(10));

    private static ZooKeeperOptions Options(ControllerSettings settings)
    {
        var options = new ZooKeeperOptions(settings.ZooKeeper.Connect) { SessionTimeout = settings.ZooKeeper.SessionTimeout };
        if (settings.Security.Credentials is not { } credentials) return options;
        return options with
        {
            Credentials = [ZooKeeperCredential.Digest(credentials.User, credentials.Password)],

            // Whoever holds the cluster's credentials may do everything, everybody else nothing.
            DefaultAcl = [new Acl(ZnodePermissions.All, "auth", "")],
        };
    }

    private async Task<ICluster> OpenAsync(IZooKeeperClient client, ZooKeeperConnector connector, ControllerSettings settings, ConsoleLogs logs, CancellationToken cancellationToken)
    {
        try
        {
            var identity = await ClusterStore.ReadAsync(client, cancellationToken);
            return new ZooKeeperCluster(client, connector, settings, identity, time, logs, user, crash ?? CrashPoint.None);
        }
        catch
        {
            // A session that is not closed stays at the server until its time-out.
            await client.DisposeAsync();
            throw;
        }
    }

    private async Task<IZooKeeperClient> FirstSessionAsync(ZooKeeperConnector connector, ControllerSettings settings, ConsoleLogs logs, CancellationToken cancellationToken)
    {
        using var bound = new CancellationTokenSource(settings.ZooKeeper.ConnectWithin, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(bound.Token, cancellationToken);
        try
        {
            var client = await connector.ConnectAsync(both.Token);
            logs.Connected();
            return client;
        }
        catch (OperationCanceledException) when (bound.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            var servers = string.Join(", ", settings.ZooKeeper.Connect.Servers);
            throw new VerbFailure(
                ExitCode.Unreachable,
                $"ZooKeeper cannot be reached: {servers} did not answer within {settings.ZooKeeper.ConnectWithin.TotalSeconds:0.#} s{(logs.LatestWarning is { } why ? $" (the latest: {why})" : "")}. "
                + "Is it running, and are these the servers? (--zookeeper, CHEFACTORS_ZOOKEEPER; to try things out: chefactors zookeeper)");
        }
    }
}
