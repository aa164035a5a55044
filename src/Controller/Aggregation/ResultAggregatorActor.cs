using Akka.Actor;
using ChefActors.Controller.Rollouts;
using ChefActors.Core.Nodes;
using ChefActors.ZooKeeper;

namespace ChefActors.Controller.Aggregation;

/// <summary>
/// Keeps the outstanding nodes of one rollout in sight: their rows, and whether their hosts are there. A watch only wakes it; what counts is what it
/// then reads. It reads all again when told, which its parent does after every reconnect and every minute.
/// </summary>
internal sealed class ResultAggregatorActor : ReceiveActor
{
    private readonly IZooKeeperClient _client;
    private readonly string _rollout;
    private readonly Dictionary<(NodeName Node, bool IsRow), WatchedZnode> _znodes = [];
    private readonly Queue<(NodeName Node, bool IsRow)> _waiting = new();
    private readonly List<SeenNode<RowFact>> _rows = [];
    private readonly List<SeenNode<PresenceFact>> _presence = [];
    private readonly CancellationTokenSource _stopping = new();
    private int _inFlight;

    public ResultAggregatorActor(IZooKeeperClient client, string rollout)
    {
        (_client, _rollout) = (client, rollout);
        Receive<ResultAggregatorProtocol.Watch>(watch =>
        {
            foreach (var node in watch.Nodes)
            {
                Look((node, true));
                Look((node, false));
            }
        });
        Receive<ResultAggregatorProtocol.Refresh>(_ =>
        {
            foreach (var key in _znodes.Keys.ToList()) Look(key);
        });
        Receive<Fired>(fired =>
        {
            if (!_znodes.TryGetValue(fired.Key, out var znode)) return;
            znode.IsArmed = false;
            Look(fired.Key);
        });
        Receive<RowRead>(read => Seen((read.Node, true), () => Row(read)));
        Receive<PresenceRead>(read => Seen((read.Node, false), () => _presence.Add(new SeenNode<PresenceFact>(read.Node, read.Fact))));
        Receive<ReadFailed>(ReadAgain);
        Receive<Flush>(_ => Tell());
    }

    public static Props Props(IZooKeeperClient client, string rollout) => Akka.Actor.Props.Create(() => new ResultAggregatorActor(client, rollout));

    protected override void PostStop()
    {
        _stopping.Cancel();
        _stopping.Dispose();
        base.PostStop();
    }

    private void Look((NodeName Node, bool IsRow) key)
    {
        if (!_znodes.TryGetValue(key, out var znode)) _znodes[key] = znode = new WatchedZnode();
        if (znode.IsReading)
        {
            znode.IsDirty = true;
            return;
        }

        znode.IsReading = true;
        _waiting.Enqueue(key);
        ReadMore();
    }

    private void ReadMore()
    {
        while (_inFlight < PipelinedReads.InFlight && _waiting.TryDequeue(out var key))
        {
            if (!_znodes.TryGetValue(key, out var znode)) continue;
            _inFlight++;
            var watch = znode.IsArmed ? null : Handler(key);
            znode.IsArmed = true;
            znode.IsDirty = false;
            var failed = (Exception e) => (object)new ReadFailed(key, e);
            if (key.IsRow)
                _ = NodeReads.RowAsync(_client, _rollout, key.Node, watch, _stopping.Token).PipeTo(Self, success: fact => new RowRead(key.Node, fact), failure: failed);
            else
                _ = NodeReads.PresenceAsync(_client, key.Node, watch, _stopping.Token).PipeTo(Self, success: fact => new PresenceRead(key.Node, fact), failure: failed);
        }
    }

    private WatchHandler Handler((NodeName Node, bool IsRow) key)
    {
        var self = Self;
        return _ =>
        {
            self.Tell(new Fired(key));
            return ValueTask.CompletedTask;
        };
    }

    private void Seen((NodeName Node, bool IsRow) key, Action keep)
    {
        _inFlight--;
        if (_znodes.TryGetValue(key, out var znode))
        {
            znode.IsReading = false;
            // The first of a batch asks for the batch to be told once what is in the mailbox already is taken in.
            if (_rows.Count + _presence.Count == 0) Self.Tell(new Flush());
            keep();
            if (znode.IsDirty) Look(key);
        }

        ReadMore();
    }

    private void Row(RowRead read)
    {
        _rows.Add(new SeenNode<RowFact>(read.Node, read.Fact));
        switch (read.Fact)
        {
            case RowFact.Missing:
                // A read that finds nothing sets no watch; who creates the row asks to watch it again.
                _znodes[(read.Node, true)].IsArmed = false;
                break;
            case RowFact.Ended ended when !ended.Result.MayStillRun():
                _znodes.Remove((read.Node, true));
                _znodes.Remove((read.Node, false));
                break;
        }
    }

    private void ReadAgain(ReadFailed failed)
    {
        _inFlight--;
        if (failed.Exception is ConnectionLossException)
        {
            if (_znodes.TryGetValue(failed.Key, out var znode))
            {
                znode.IsReading = false;
                znode.IsArmed = false;
                // Requests wait for a server, so this does not spin.
                Look(failed.Key);
            }
        }
        else if (failed.Exception is not OperationCanceledException) Context.Parent.Tell(new RolloutProtocol.Failed(failed.Exception));
    }

    private void Tell()
    {
        if (_presence.Count > 0) Context.Parent.Tell(new RolloutInput.PresenceSeen([.. _presence]));
        if (_rows.Count > 0) Context.Parent.Tell(new RolloutInput.RowsSeen([.. _rows]));
        _presence.Clear();
        _rows.Clear();
    }

    private sealed record Fired((NodeName Node, bool IsRow) Key);

    private sealed record RowRead(NodeName Node, RowFact Fact);

    private sealed record PresenceRead(NodeName Node, PresenceFact Fact);

    private sealed record ReadFailed((NodeName Node, bool IsRow) Key, Exception Exception);

    private sealed record Flush;
}
