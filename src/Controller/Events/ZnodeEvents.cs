using System.Runtime.CompilerServices;
using ChefActors.Controller.Aggregation;
using ChefActors.Core.Events;
using ChefActors.Core.Znodes;
using ChefActors.ZooKeeper;

namespace ChefActors.Controller.Events;

/// <summary>Events in <c>/event</c>, one znode each, bounded in number and age.</summary>
/// <param name="client">A session.</param>
/// <param name="keep">Events that are kept, from 1.</param>
/// <param name="keepFor">How long each is kept, by ZooKeeper's clock.</param>
internal sealed class ZnodeEvents(IZooKeeperClient client, int keep, TimeSpan keepFor) : IEventFeed
{
    private const string Prefix = "e";

    /// <summary>Old events that one post removes at most: it stays quick.</summary>
    private const int RemovedAtOnce = 100;

    /// <inheritdoc />
    public async Task<string> PostAsync(MonitoringEvent e, CancellationToken cancellationToken)
    {
        var data = PayloadCodec.Write(e, PayloadJson.Default.MonitoringEvent);
        var created = await CreateAsync(data, cancellationToken);
        await RemoveOldAsync(Time(created.Stat), cancellationToken);
        return created.Path[(ZnodeLayout.Events.Length + 1)..];
    }

    /// <inheritdoc />
    public async IAsyncEnumerable<PostedEvent> TailAsync(int last, bool follow, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? newest = null;
        while (true)
        {
            var changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var (names, _) = await EventReads.NamesAsync(client, follow ? Wake(changed) : null, cancellationToken);
            var fresh = newest is null ? names.TakeLast(last) : names.Where(name => string.CompareOrdinal(name, newest) > 0);
            foreach (var name in fresh)
            {
                newest = name;
                if (await NodeReads.DataAsync(client, ZnodeLayout.Event(name), null, cancellationToken) is not { } znode) continue;
                yield return new PostedEvent(name, Time(znode.Stat), PayloadCodec.Read(znode.Data ?? [], PayloadJson.Default.MonitoringEvent).Value);
            }

            // Without any event yet, the first one is news.
            newest ??= names.Count == 0 ? "" : names[^1];
            if (!follow) yield break;
            await changed.Task.WaitAsync(cancellationToken);
        }
    }

    private static DateTimeOffset Time(Stat stat) => DateTimeOffset.FromUnixTimeMilliseconds(stat.Ctime);

    private static WatchHandler Wake(TaskCompletionSource changed) => _ =>
    {
        changed.TrySetResult();
        return ValueTask.CompletedTask;
    };

    private async Task<CreateResult> CreateAsync(byte[] data, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await client.CreateAsync(ZnodeLayout.Event(Prefix), data, CreateMode.PersistentSequential, null, cancellationToken);
            }
            catch (NoNodeException)
            {
                await ClusterStore.EnsureParentsAsync(client, cancellationToken);
            }
        }
    }

    private async Task RemoveOldAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (names, _) = await EventReads.NamesAsync(client, null, cancellationToken);
        var surplus = Math.Max(0, names.Count - keep);
        foreach (var (name, i) in names.Take(RemovedAtOnce).Select((name, i) => (name, i)))
        {
            if (i >= surplus && (await client.ExistsAsync(ZnodeLayout.Event(name), null, cancellationToken) is not { } stat || now - Time(stat) < keepFor)) return;
            try
            {
                await client.DeleteAsync(ZnodeLayout.Event(name), -1, cancellationToken);
            }
            catch (NoNodeException)
            {
                // Another poster was quicker.
            }
        }
    }
}
