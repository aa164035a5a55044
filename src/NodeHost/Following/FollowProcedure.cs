using System.Collections.Immutable;
using System.Globalization;
using ChefActors.Core.Following;
using ChefActors.Core.Nodes;
using ChefActors.Core.Znodes;
using ChefActors.NodeHost.Delivery;
using ChefActors.NodeHost.Logs;
using ChefActors.ZooKeeper;

namespace ChefActors.NodeHost.Following;

/// <summary>Reads the lease, writes the ring, removes both. What it writes is for the eye: a lost reply is no harm, the next turn reads anew.</summary>
internal sealed class FollowProcedure(NodeName node, IRunLogs logs)
{
    private static readonly ImmutableHashSet<int> Nothing = [];

    /// <summary>The time of this registration, by the server's clock; null: it is gone.</summary>
    internal Task<Stat?> RegisteredAsync(IZooKeeperClient client, CancellationToken cancellationToken) => client.ExistsAsync(ZnodeLayout.Alive(node), null, cancellationToken);

    /// <summary>Reads the lease, and wakes when it comes, is renewed or goes.</summary>
    internal async Task<FollowProtocol.LeaseRead> ReadLeaseAsync(IZooKeeperClient client, WatchHandler? watch, CancellationToken cancellationToken) =>
        new(await client.ExistsAsync(ZnodeLayout.Follow(node), watch, cancellationToken));

    /// <summary>One turn of a run that is followed: reads what is new in its output and writes it, in one transaction at most.</summary>
    /// <param name="client">The session.</param>
    /// <param name="command">The command that runs.</param>
    /// <param name="ring">Where the ring stands; null: look first.</param>
    /// <param name="standing">Numbers of the ring's znodes that are there.</param>
    /// <param name="isOver">The run is over.</param>
    /// <param name="now">ZooKeeper's time.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The turn; null: lease or ring are not as they were known.</returns>
    internal async Task<FollowProtocol.Turned?> TurnAsync(
        IZooKeeperClient client, string command, FollowRing? ring, IReadOnlySet<int> standing, bool isOver, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var attempts = await logs.OfAsync(command, cancellationToken);

        // Nothing ran of it, or not yet.
        if (attempts is not [var newest, ..]) return new FollowProtocol.Turned(null, Nothing, isOver, null);
        if (ring is null)
        {
            var chunks = await ReadRingAsync(client, cancellationToken);
            ring = FollowRing.Of(command, newest.Attempt, chunks.Values.OfType<FollowChunk>(), now);
            standing = chunks.Keys.ToImmutableHashSet();
        }

        // With a newer attempt there the older one's output is written to its end first.
        var log = attempts.FirstOrDefault(log => log.Attempt == ring.Attempt);
        var (from, count) = ring.Next(log?.Bytes ?? 0);
        var piece = log is null ? null : await logs.ReadAsync(log, from, count, cancellationToken);
        var (next, written) = ring.Write(from, piece?.Bytes ?? [], isOver && newest.Attempt == ring.Attempt);
        if (written.IsEmpty) return new FollowProtocol.Turned(newest.Attempt > ring.Attempt ? ring with { Attempt = newest.Attempt, Offset = 0 } : ring, standing, false, null);
        var result = await client.MultiAsync(Operations(written, standing), cancellationToken);
        if (!result.Succeeded) return null;
        return new FollowProtocol.Turned(next, standing.Union(written.Select(Index)).ToImmutableHashSet(), written[^1].End, result.Operations.Select(operation => operation.Stat).FirstOrDefault(stat => stat is not null));
    }

    /// <summary>Removes ring and lease, unless the lease was renewed meanwhile.</summary>
    /// <returns>Whether they are gone; false: renewed, or somebody keeps things there.</returns>
    internal async Task<bool> RemoveAsync(IZooKeeperClient client, int leaseVersion, CancellationToken cancellationToken)
    {
        try
        {
            var names = (await client.GetChildrenAsync(ZnodeLayout.Follow(node), null, cancellationToken)).Names;
            IEnumerable<ZnodeOperation> ring = names.Take(PayloadLimits.TransactionOperations - 1).Select(name => new ZnodeOperation.Delete(ZnodeLayout.FollowChild(node, name)));
            return (await client.MultiAsync([.. ring, new ZnodeOperation.Delete(ZnodeLayout.Follow(node), leaseVersion)], cancellationToken)).Succeeded;
        }
        catch (NoNodeException)
        {
            return true;
        }
    }

    private static int Index(FollowChunk chunk) => (int)(chunk.Sequence % FollowChunk.Znodes);

    /// <summary>The lease must be there yet: nothing is written for nobody.</summary>
    private IReadOnlyList<ZnodeOperation> Operations(IEnumerable<FollowChunk> chunks, IReadOnlySet<int> standing) =>
    [
        new ZnodeOperation.Check(ZnodeLayout.Follow(node)),
        .. chunks.Select(chunk => (Path: ZnodeLayout.FollowChunk(node, Index(chunk)), IsThere: standing.Contains(Index(chunk)), Data: PayloadCodec.Write(chunk, PayloadJson.Default.FollowChunk)))
            .Select(write => write.IsThere ? (ZnodeOperation)new ZnodeOperation.SetData(write.Path, write.Data) : new ZnodeOperation.Create(write.Path, write.Data)),
    ];

    private async Task<Dictionary<int, FollowChunk?>> ReadRingAsync(IZooKeeperClient client, CancellationToken cancellationToken)
    {
        var numbers = Enumerable.Range(0, FollowChunk.Znodes).ToList();
        var znodes = await Task.WhenAll(numbers.Select(n => client.TryGetDataAsync(ZnodeLayout.FollowChunk(node, n), cancellationToken)));
        return numbers.Zip(znodes).Where(pair => pair.Second is not null).ToDictionary(pair => pair.First, pair => FollowChunk.Read(pair.Second!.Data).Value);
    }
}
