using System.CommandLine;
using ChefActors.Controller.Auditing;
using ChefActors.Controller.Console.Rendering;
using ChefActors.Controller.Daemon;

namespace ChefActors.Controller.Console.Verbs;

/// <summary>The daemon: goes on with every rollout that nobody drives. Any number of them may run.</summary>
internal sealed class ServeVerb : IVerb
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    private readonly Option<string> listen = new("--listen") { Description = "Where it is asked for its health; on loopback, port 0 for any", DefaultValueFactory = _ => "http://127.0.0.1:8070" };

    /// <inheritdoc />
    public Command Declaration => new("serve", "Runs as the daemon: takes over rollouts that nobody drives, until it is ended") { listen };

    /// <inheritdoc />
    public string[] Examples => ["chefactors serve", "chefactors serve --listen http://127.0.0.1:0"];

    /// <inheritdoc />
    public async Task<ExitCode> RunAsync(VerbContext context, CancellationToken cancellationToken)
    {
        var settings = context.Settings();
        if (!DaemonEndpoint.TryReadAddress(context.Parse.GetRequiredValue(listen), out var address, out var error)) throw new VerbFailure(ExitCode.Usage, "--listen: " + error);
        if (OpenAccess.Refusal(settings) is { } refusal) throw new VerbFailure(ExitCode.Refused, refusal);
        ICluster? cluster = null;
        using var logs = ConsoleLogs.Create(settings.Log);
        using var audit = OpenAudit(settings);
        await using var endpoint = await ListenAsync(address, () => cluster is { IsConnected: true }, logs, cancellationToken);
        await context.World.Output.WriteLineAsync($"serving on {endpoint.Address}");
        await context.World.Output.FlushAsync(CancellationToken.None);
        try
        {
            cluster = await ConnectAsync(context, settings, cancellationToken);
            var driven = await cluster.DriveAsync(cancellationToken);
            await using var driver = driven.Driver;
            driver.TakeOverAll(audit);
            await context.SayAsync($"cluster {SafeText.Line(driven.ClusterName)} at {cluster.Address}: taking over rollouts that nobody drives; {AuditWords(settings, audit)}");
            await Task.Delay(Timeout.InfiniteTimeSpan, context.World.Time, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Its work is to be ended from outside: that is how it succeeds.
        }
        finally
        {
            if (cluster is not null) await cluster.DisposeAsync();
        }

        return ExitCode.Success;
    }

    private static string AuditWords(ControllerSettings settings, AuditLog? audit) => audit is null
        ? "no audit, as chefactors.audit.directory is empty"
        : $"audit in {settings.Audit.Directory}, {audit.Position.Seq} lines up to {audit.Position.Hash}";

    private static AuditLog? OpenAudit(ControllerSettings settings)
    {
        if (settings.Audit.Directory is not { } directory) return null;
        try
        {
            return AuditLog.Open(directory);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new VerbFailure(ExitCode.Refused, $"chefactors.audit.directory: {directory} cannot be written, or another daemon writes there: {e.Message}");
        }
    }

    private static async Task<DaemonEndpoint> ListenAsync(Uri address, Func<bool> isReady, ConsoleLogs logs, CancellationToken cancellationToken)
    {
        try
        {
            return await DaemonEndpoint.StartAsync(address, isReady, logs, cancellationToken);
        }
        catch (IOException e)
        {
            throw new VerbFailure(ExitCode.Refused, $"--listen: {address.Authority} cannot be listened on: {e.Message} Choose another port, or 0 for any free one");
        }
    }

    /// <summary>A daemon waits for ZooKeeper as long as it takes, and says so.</summary>
    private static async Task<ICluster> ConnectAsync(VerbContext context, ControllerSettings settings, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await context.ConnectAsync(settings, cancellationToken);
            }
            catch (VerbFailure failure) when (failure.ExitCode == ExitCode.Unreachable)
            {
                await context.SayAsync(failure.Message);
                await Task.Delay(RetryAfter, context.World.Time, cancellationToken);
            }
        }
    }
}
