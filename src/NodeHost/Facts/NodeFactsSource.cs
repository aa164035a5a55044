using System.Net;
using ChefActors.NodeHost.ChefClient;
using Microsoft.Extensions.Logging;

namespace ChefActors.NodeHost.Facts;

/// <summary>The facts of this machine, of Chef on it, and of this node host's configuration.</summary>
internal sealed partial class NodeFactsSource(
    NodeHostSettings settings, MachineIdentity machine, string agentVersion, ChefFactsLook chef, ChefVersionProbe version, OhaiProbe ohai, PeriodicLook periodic, TimeProvider time, ILogger<NodeFactsSource> logger)
    : IFactsSource
{
    /// <inheritdoc />
    public Task<NodeFacts> ReadQuickAsync() => Task.Run(() => new NodeFacts(MachineFacts.Read(settings, machine, agentVersion), chef.Read().Facts, settings.OwnFacts));

    /// <inheritdoc />
    public async Task<SlowFacts> ReadSlowAsync(CancellationToken cancellationToken)
    {
        // One after the other: together they would be felt on a small machine, and nobody waits for them.
        var fqdn = await WithinAsync("fqdn", FqdnAsync, cancellationToken);
        var chefVersion = await WithinAsync("chef_version", ChefVersionAsync, cancellationToken);
        var found = await WithinAsync("chef_periodic", async token => (await Task.Run(() => periodic.Read(token), token)).Judge().ToString(), cancellationToken);
        var told = await WithinAsync("ohai", ohai.AskAsync, cancellationToken);
        return new SlowFacts(fqdn, chefVersion, found is null ? null : Enum.Parse<ChefPeriodic>(found), told is null ? null : OhaiFacts.Read(told));
    }

    private static async Task<string?> FqdnAsync(CancellationToken cancellationToken)
    {
        var entry = await Dns.GetHostEntryAsync(Dns.GetHostName(), cancellationToken);
        return entry.HostName.Contains('.', StringComparison.Ordinal) && FactBounds.Fault(entry.HostName) is null ? entry.HostName.ToLowerInvariant() : null;
    }

    /// <summary>chef-client is asked only where its last run told nothing, or it was installed anew since.</summary>
    private async Task<string?> ChefVersionAsync(CancellationToken cancellationToken)
    {
        var (facts, runAt) = await Task.Run(chef.Read, cancellationToken);
        if (facts.ChefVersion is { } told && version.InstalledAt is { } installed && installed <= runAt) return told;
        return await version.AskAsync(cancellationToken) ?? facts.ChefVersion;
    }

    private async Task<string?> WithinAsync(string fact, Func<CancellationToken, Task<string?>> find, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(settings.FactsTimeLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            // A look that hears no cancellation (a name server, a dead mount) is left alone.
            return await find(either.Token).WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            LogTooSlow(logger, fact, settings.FactsTimeLimit.TotalSeconds);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or System.Net.Sockets.SocketException)
        {
            LogNotFound(logger, fact, e.Message);
        }

        return null;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "the fact {Fact} was not found out within {Seconds} s (facts.time_limit): it stays as it was")]
    private static partial void LogTooSlow(ILogger logger, string fact, double seconds);

    [LoggerMessage(Level = LogLevel.Debug, Message = "the fact {Fact} is not known: {Error}")]
    private static partial void LogNotFound(ILogger logger, string fact, string error);
}
