using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ChefActors.Controller.Aggregation;
using ChefActors.Core.Nodes;
using ChefActors.Core.Znodes;
using ChefActors.ZooKeeper;

namespace ChefActors.Controller.Fleet;

/// <summary>Reads the fleet: many nodes at once, bounded, all reads of a node in one go over the one connection.</summary>
/// <param name="client">A session; nothing is written or watched.</param>
/// <param name="nodesAtOnce">At most so many nodes are being read at a time.</param>
internal sealed class FleetReader(IZooKeeperClient client, int nodesAtOnce = FleetReader.DefaultNodesAtOnce)
{
    /// <summary>Five reads a node: some 300 requests under way.</summary>
    public const int DefaultNodesAtOnce = 64;

    /// <summary>All nodes, or those that <paramref name="wanted"/> lets through, sorted by name.</summary>
    public async Task<FleetView> ReadAsync(FleetDetail detail, Func<NodeName, bool>? wanted, CancellationToken cancellationToken)
    {
        var names = await ReadNamesAsync(cancellationToken);
        if (wanted is not null) names = [.. names.Where(wanted)];
        if (detail == FleetDetail.Names) return new FleetView([.. names.Select(n => new FleetNode(n, false, null, null, null, null, null, []))]);

        using var places = new SemaphoreSlim(nodesAtOnce);
        var raw = await Task.WhenAll(names.Select(name => BoundedAsync(name, detail, places, cancellationToken)));
        var clock = new ZxidClock();
        foreach (var node in raw) node.TellTimes(clock);
        return new FleetView([.. raw.Where(node => node.IsThere).Select(node => node.Read(clock))]);
    }

    /// <summary>Everything of one node; null when it never registered.</summary>
    public async Task<NodeView?> ReadNodeAsync(NodeName name, CancellationToken cancellationToken)
    {
        var node = await ReadRawAsync(name, FleetDetail.All, cancellationToken);
        if (!node.IsThere) return null;
        var clock = new ZxidClock();
        node.TellTimes(clock);
        var entries = await client.GetChildrenOrNothingAsync(ZnodeLayout.Inbox(name), cancellationToken);
        var queue = await Task.WhenAll(entries.Select(id => ReadEntryAsync(name, id, cancellationToken)));
        return new NodeView(node.Read(clock), [.. queue.OfType<QueuedCommand>().OrderBy(q => q.Since)], node.SlotBytes);
    }

    private async Task<ImmutableArray<NodeName>> ReadNamesAsync(CancellationToken cancellationToken)
    {
        var names = ImmutableArray.CreateBuilder<NodeName>();
        foreach (var child in await client.GetChildrenOrNothingAsync(ZnodeLayout.Nodes, cancellationToken))
        {
            // What is no node name was made by somebody else and can be no node.
            if (NodeName.TryParse(child, out var name, out _)) names.Add(name);
        }

        names.Sort();
        return names.DrainToImmutable();
    }

    private async Task<RawNode> BoundedAsync(NodeName name, FleetDetail detail, SemaphoreSlim places, CancellationToken cancellationToken)
    {
        await places.WaitAsync(cancellationToken);
        try
        {
            return await ReadRawAsync(name, detail, cancellationToken);
        }
        finally
        {
            places.Release();
        }
    }

    private async Task<RawNode> ReadRawAsync(NodeName name, FleetDetail detail, CancellationToken cancellationToken)
    {
        var node = client.ExistsAsync(ZnodeLayout.Node(name), cancellationToken: cancellationToken);
        var alive = Get(FleetDetail.Presence, ZnodeLayout.Alive(name));
        var facts = Get(FleetDetail.Facts, ZnodeLayout.Facts(name));
        var activity = Get(FleetDetail.Activity, ZnodeLayout.Activity(name));
        var last = Get(FleetDetail.Last, ZnodeLayout.NodeResult(name));
        await Task.WhenAll(node, alive, facts, activity, last);
        return new RawNode(name, await node, await alive, await facts, await activity, await last);

        Task<ZnodeData?> Get(FleetDetail wanted, string path) =>
            detail.HasFlag(wanted) ? NodeReads.DataAsync(client, path, null, cancellationToken) : Task.FromResult<ZnodeData?>(null);
    }

    private async Task<QueuedCommand?> ReadEntryAsync(NodeName name, string id, CancellationToken cancellationToken)
    {
        if (await NodeReads.DataAsync(client, ZnodeLayout.Entry(name, id), null, cancellationToken) is not { } entry) return null;
        var reading = PayloadCodec.Read(entry.Data ?? [], PayloadJson.Default.Command);
        var since = DateTimeOffset.FromUnixTimeMilliseconds(entry.Stat.Ctime);
        return new QueuedCommand(id, since, reading.Value, reading.Error?.Text);
    }

    /// <summary>What came back for one node, before it is understood.</summary>
    private sealed record RawNode(NodeName Name, Stat? Node, ZnodeData? Alive, ZnodeData? Facts, ZnodeData? Activity, ZnodeData? Last)
    {
        public bool IsThere => Node is not null;

        public int SlotBytes => Node?.DataLength ?? 0;

        public void TellTimes(ZxidClock clock)
        {
            if (Node is { } node) clock.Add(node);
            foreach (var data in (ReadOnlySpan<ZnodeData?>)[Alive, Facts, Activity, Last])
            {
                if (data is not null) clock.Add(data.Stat);
            }
        }

        public FleetNode Read(ZxidClock clock)
        {
            var problems = new List<string>();
            var presence = Payload(Alive, PayloadJson.Default.Presence, "alive", problems);
            var activity = Payload(Activity, PayloadJson.Default.Activity, "activity", problems);
            var last = Payload(Last, PayloadJson.Default.CommandResult, "result", problems);
            var since = Alive is { } alive ? DateTimeOffset.FromUnixTimeMilliseconds(alive.Stat.Ctime) : GoneBy(clock);
            var facts = FactsOf(problems);
            return new FleetNode(Name, Alive is not null, since, presence, activity, facts, last, problems) { FactsChangedAt = facts is { } known ? ChangedAt(known) : null };
        }

        /// <summary>A node that is there writes its facts at least so often; and the next write of anybody came after it went.</summary>
        private DateTimeOffset? GoneBy(ZxidClock clock)
        {
            var left = Node is { } node ? clock.NotAfter(node.Pzxid) : null;
            var seen = Facts is { Data.Length: > 0 } facts ? facts.Stat.ModifiedAt + LastSeen.AtMost : (DateTimeOffset?)null;
            return left is null || seen < left ? seen : left;
        }

        private DateTimeOffset? ChangedAt(JsonElement facts) =>
            facts.TryGetProperty(LastSeen.ChangedAt, out var text) && text.ValueKind == JsonValueKind.String && text.TryGetDateTimeOffset(out var at) ? at : Facts?.Stat.ModifiedAt;

        private JsonElement? FactsOf(List<string> problems)
        {
            if (Facts is not { Data: { Length: > 0 } data }) return null;
            try
            {
                var element = JsonSerializer.Deserialize(data, PayloadJson.Default.JsonElement);
                if (element.ValueKind == JsonValueKind.Object) return element;
                problems.Add("facts: no JSON object");
            }
            catch (JsonException e)
            {
                problems.Add("facts: " + PayloadCodec.OneLine(e.Message));
            }

            return null;
        }

        private static T? Payload<T>(ZnodeData? znode, JsonTypeInfo<T> type, string what, List<string> problems)
            where T : class
        {
            // A znode that was made and never written is empty: nothing is known yet, which is no problem.
            if (znode is not { Data: { Length: > 0 } data }) return null;
            var reading = PayloadCodec.Read(data, type);
            if (!reading.IsValid) problems.Add($"{what}: {reading.Error.Text}");
            return reading.Value;
        }
    }
}
