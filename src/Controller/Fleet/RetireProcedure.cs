using System.Collections.Immutable;
using ChefActors.Controller.Aggregation;
using ChefActors.Core.Commands;
using ChefActors.Core.Nodes;
using ChefActors.Core.Znodes;
using ChefActors.ZooKeeper;

namespace ChefActors.Controller.Fleet;

/// <summary>Forgets a node over one session: reads, decides, writes by the versions that were read, and after a refused write reads anew.</summary>
internal sealed class RetireProcedure(IZooKeeperClient client)
{
    private const int TriesAtMost = 10;

    /// <summary>Why it may not be forgotten; null: it may be. Writes nothing.</summary>
    public async Task<string?> ObjectionAsync(NodeName name, bool closes, CancellationToken cancellationToken) =>
        await ReadAsync(name, cancellationToken) is { } reading ? RetireDecision.Of(reading, closes).Refusal : $"there is no node {name}";

    /// <summary>Forgets it; null: it is forgotten, else why not.</summary>
    /// <exception cref="ConnectionLossException">The connection was lost: what of it took effect, the next one sees.</exception>
    public async Task<string?> RetireAsync(NodeName name, bool closes, CancellationToken cancellationToken)
    {
        for (var tries = 0; tries < TriesAtMost; tries++)
        {
            if (await ReadAsync(name, cancellationToken) is not { } reading) return null;
            var decision = RetireDecision.Of(reading, closes);
            if (decision.Refusal is { } refusal) return refusal;
            if (await WriteAsync(decision, cancellationToken)) return null;
        }

        return $"{name} changes all the time: somebody writes below it";
    }

    private async Task<bool> WriteAsync(RetireDecision decision, CancellationToken cancellationToken)
    {
        foreach (var operations in decision.Transactions)
        {
            var result = await client.MultiAsync(operations, cancellationToken);
            if (result.Succeeded) continue;
            return result.Error is ErrorCode.NoAuth ? throw new NoAuthException("multi", operations[result.FailedIndex].Path) : false;
        }

        return true;
    }

    /// <summary>All that stands below the node; null: there is no such node.</summary>
    internal async Task<RetireReading?> ReadAsync(NodeName name, CancellationToken cancellationToken)
    {
        // Before anything is decided on what another server may know better.
        await client.SyncAsync(ZnodeLayout.Node(name), cancellationToken);
        if (await client.ExistsAsync(ZnodeLayout.Node(name), cancellationToken: cancellationToken) is not { } node) return null;
        var presence = await client.ExistsAsync(ZnodeLayout.Alive(name), cancellationToken: cancellationToken);
        var entries = await client.GetChildrenOrNothingAsync(ZnodeLayout.Inbox(name), cancellationToken);
        var read = await Task.WhenAll(entries.Select(id => ReadEntryAsync(name, id, cancellationToken)));
        var others = ImmutableArray.CreateBuilder<(string, int)>();
        await CollectAsync(ZnodeLayout.Node(name), [ZnodeLayout.Node(name), ZnodeLayout.Alive(name), ZnodeLayout.Inbox(name)], others, cancellationToken);
        return new RetireReading(name, node, presence, [.. read.OfType<RetireEntry>()], others.DrainToImmutable());
    }

    private async Task<RetireEntry?> ReadEntryAsync(NodeName name, string id, CancellationToken cancellationToken)
    {
        if (await client.ExistsAsync(ZnodeLayout.Entry(name, id), cancellationToken: cancellationToken) is not { } entry) return null;
        if (CommandId.TryParseSlot(id, out _)) return new RetireEntry(id, entry.Version, null, false);
        var row = await client.ExistsAsync(ZnodeLayout.Row(id, name), cancellationToken: cancellationToken);
        return new RetireEntry(id, entry.Version, row?.Version, row is { DataLength: 0 });
    }

    /// <summary>Whatever stands below, children first.</summary>
    private async Task CollectAsync(string path, HashSet<string> apart, ImmutableArray<(string Path, int Version)>.Builder found, CancellationToken cancellationToken)
    {
        foreach (var child in await client.GetChildrenOrNothingAsync(path, cancellationToken))
        {
            var below = $"{path}/{child}";
            if (apart.Contains(below)) continue;
            await CollectAsync(below, apart, found, cancellationToken);
            if (await client.ExistsAsync(below, cancellationToken: cancellationToken) is { EphemeralOwner: 0 } stat) found.Add((below, stat.Version));
        }
    }
}
