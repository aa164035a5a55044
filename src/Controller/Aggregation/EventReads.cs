using System.Collections.Immutable;
using System.Globalization;
using ChefActors.Controller.Rollouts;
using ChefActors.Core.Events;
using ChefActors.Core.Nodes;
using ChefActors.Core.Znodes;
using ChefActors.ZooKeeper;

namespace ChefActors.Controller.Aggregation;

/// <summary>Monitoring events as they stand in ZooKeeper.</summary>
internal static class EventReads
{
    /// <summary>What is open, by the order of the posts: the last post about an id says whether it is. No event at all is no data.</summary>
    public static async Task<EventsFact> OpenAsync(IZooKeeperClient client, WatchHandler? watch, CancellationToken cancellationToken)
    {
        var (names, zxid) = await NamesAsync(client, watch, cancellationToken);
        if (names.Count == 0) return new EventsFact([], "there are no monitoring events at all: nothing posts them", zxid);
        var posts = await PipelinedReads.AllAsync(names, n => NodeReads.DataAsync(client, ZnodeLayout.Event(n), null, cancellationToken));
        var open = new Dictionary<(string Id, NodeName Node), OpenEvent>();
        foreach (var post in posts.OfType<ZnodeData>())
        {
            // A post that cannot be read was checked by nobody of ours; it opens nothing and closes nothing.
            if (PayloadCodec.Read(post.Data ?? [], PayloadJson.Default.MonitoringEvent).Value is not { } e || !NodeName.TryParse(e.Node, out var node, out _)) continue;
            if (e.Recovered) open.Remove((e.Id, node));
            else if (open.TryGetValue((e.Id, node), out var known)) open[(e.Id, node)] = known with { Severity = e.Severity, Text = e.Text };
            else open[(e.Id, node)] = new OpenEvent(e.Id, node, e.Severity, e.Text, DateTimeOffset.FromUnixTimeMilliseconds(post.Stat.Ctime));
        }

        return new EventsFact([.. open.Values.OrderByDescending(e => e.Severity).ThenBy(e => e.OpenedAt)], null, zxid);
    }

    /// <summary>The names of all events in the order of the posts, and the latest change of that list; a watch tells of the next.</summary>
    public static async Task<(IReadOnlyList<string> Names, long? Zxid)> NamesAsync(IZooKeeperClient client, WatchHandler? watch, CancellationToken cancellationToken)
    {
        try
        {
            var children = await client.GetChildrenAsync(ZnodeLayout.Events, watch, cancellationToken);
            return ([.. children.Names.Where(n => Sequence(n) is not null).OrderBy(Sequence)], children.Stat.Pzxid);
        }
        catch (NoNodeException)
        {
            // A read that finds nothing sets no watch; this one sees the first post.
            if (watch is not null) await client.ExistsAsync(ZnodeLayout.Events, watch, cancellationToken);
            return ([], null);
        }
    }

    /// <summary>The number that ZooKeeper gave it; null: it was made by somebody else.</summary>
    private static long? Sequence(string name) =>
        name.Length >= 10 && long.TryParse(name.AsSpan(name.Length - 10), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
