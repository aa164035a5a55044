using Akka.Actor;
using ChefActors.NodeHost.Presence;
using ChefActors.ZooKeeper;
using Microsoft.Extensions.Logging;

namespace ChefActors.NodeHost.Watching;

/// <summary>
/// Adapts watch events and re-reads into messages for the runner, and questions for those who answer; knows nothing of Chef. Reads again after every reconnect and session, and
/// at least every minute, as a watch is only a wake-up.
/// </summary>
internal sealed partial class NodeWatcherActor : UntypedActor, IWithTimers
{
    private static readonly TimeSpan RereadEvery = TimeSpan.FromMinutes(1);

    private readonly NodeReader _reader;
    private readonly IActorRef _runner;
    private readonly IActorRef _queries;
    private readonly ILogger<NodeWatcherActor> _logger;
    private readonly CancellationTokenSource _stopping = new();
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private AnswersInOrder<EntriesAnswered> _entries = new();
    private IZooKeeperClient? _client;

    public NodeWatcherActor(NodeReader reader, IActorRef runner, IActorRef queries, ILogger<NodeWatcherActor> logger) =>
        (_reader, _runner, _queries, _logger) = (reader, runner, queries, logger);

    /// <inheritdoc />
    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>How it is made.</summary>
    internal static Props Props(NodeReader reader, IActorRef runner, IActorRef queries, ILogger<NodeWatcherActor> logger) =>
        MadeBy<NodeWatcherActor>.Props(() => new NodeWatcherActor(reader, runner, queries, logger));

    /// <inheritdoc />
    protected override void PreStart() =>
        Timers.StartPeriodicTimer(nameof(RereadEvery), new NodeWatcherProtocol.Reread(), RereadEvery);

    /// <inheritdoc />
    protected override void OnReceive(object message)
    {
        // What no case takes is a late answer of an earlier session.
        switch (message)
        {
            case SessionProtocol.Registered registered:
                // Answers of an earlier session do not come any more; those of the same one still do.
                if (registered.Client != _client) _entries = new AnswersInOrder<EntriesAnswered>();
                _client = registered.Client;
                ReadAll();
                break;
            case SessionProtocol.SessionLost:
                _client = null;
                break;
            case SessionProtocol.Reconnected or NodeWatcherProtocol.Reread:
                ReadAll();
                break;
            case SlotChanged changed when changed.Client == _client:
                if (_logger.IsEnabled(LogLevel.Debug)) LogWoken(_logger, (long)BootClock.Now.TotalMicroseconds);
                ReadSlot();
                break;
            case InboxChanged changed when changed.Client == _client:
                ListInbox(everything: false);
                break;
            case EntryChanged changed when changed.Client == _client:
                ReadEntries([changed.Id]);
                break;
            case SlotAnswered answered when answered.Client == _client:
                OnSlot(answered.Slot);
                break;
            case InboxListed listed when listed.Client == _client:
                OnInboxListed(listed);
                break;
            case EntriesAnswered answered when answered.Client == _client:
                foreach (var ready in _entries.Answer(answered.Number, answered)) OnEntries(ready);
                break;
            case EntriesFailed failed when failed.Client == _client:
                foreach (var ready in _entries.Answer(failed.Number, null)) OnEntries(ready);
                OnReadFailed(new ReadFailed(failed.Client, failed.Error));
                break;
            case ReadFailed failed:
                OnReadFailed(failed);
                break;
        }
    }

    /// <inheritdoc />
    protected override void PostStop()
    {
        _stopping.Cancel();
        _stopping.Dispose();
    }

    private void ReadAll()
    {
        if (_client is null) return;
        ReadSlot();
        ListInbox(everything: true);
    }

    private void ReadSlot()
    {
        var (client, self) = (_client!, Self);
        _reader.ReadSlotAsync(client, Wake(new SlotChanged(client), self), _stopping.Token)
            .PipeTo(self, self, slot => new SlotAnswered(client, slot), error => new ReadFailed(client, error));
    }

    private void ListInbox(bool everything)
    {
        var (client, self) = (_client!, Self);
        _reader.ListInboxAsync(client, Wake(new InboxChanged(client), self), _stopping.Token)
            .PipeTo(self, self, names => new InboxListed(client, names, everything), error => new ReadFailed(client, error));
    }

    private void ReadEntries(IReadOnlyList<string> ids)
    {
        if (ids.Count == 0) return;
        var (client, self, number) = (_client!, Self, _entries.Ask());
        _reader.ReadEntriesAsync(client, ids, id => Wake(new EntryChanged(client, id), self), _stopping.Token)
            .PipeTo(self, self, entries => new EntriesAnswered(client, number, ids, entries), error => new EntriesFailed(client, number, error));
    }

    private void OnSlot(SlotSnapshot? slot)
    {
        if (slot is not null) _runner.Tell(new NodeWatcherProtocol.SlotRead(slot));
        else LogNodeGone(_logger);
    }

    private void OnInboxListed(InboxListed listed)
    {
        var diff = InboxDiff.Of(_known, listed.Names);
        foreach (var id in diff.Gone) Forget(id);
        _known.UnionWith(diff.Come);
        ReadEntries(listed.Everything ? [.. _known] : diff.Come);
    }

    private void OnEntries(EntriesAnswered answered)
    {
        foreach (var id in answered.Asked.Except(answered.Entries.Select(entry => entry.Id), StringComparer.Ordinal)) Forget(id);
        foreach (var entry in answered.Entries) (EntrySorting.IsQuery(entry) ? _queries : _runner).Tell(new NodeWatcherProtocol.EntryRead(entry));
    }

    private void Forget(string id)
    {
        if (!_known.Remove(id)) return;
        _runner.Tell(new NodeWatcherProtocol.EntryGone(id));
        _queries.Tell(new NodeWatcherProtocol.EntryGone(id));
    }

    private void OnReadFailed(ReadFailed failed)
    {
        // A lost connection comes back as Reconnected, a lost session as Registered: both read again. The rest waits for the next minute.
        if (failed.Client != _client || failed.Error is ConnectionLossException or SessionExpiredException or OperationCanceledException) return;
        LogReadFailed(_logger, failed.Error.Message);
    }

    private static WatchHandler Wake(object message, IActorRef self) => watchEvent =>
    {
        if (watchEvent.Type != WatchEventType.None) self.Tell(message);
        return ValueTask.CompletedTask;
    };

    [LoggerMessage(Level = LogLevel.Error, Message = "this node's znode is gone: somebody deleted it; it is made again at the next registration")]
    private static partial void LogNodeGone(ILogger logger);

    [LoggerMessage(Level = LogLevel.Debug, Message = "start of command : woken at {Microseconds} µs since boot")]
    private static partial void LogWoken(ILogger logger, long microseconds);

    [LoggerMessage(Level = LogLevel.Warning, Message = "slot or inbox cannot be read, trying again within a minute: {Error}")]
    private static partial void LogReadFailed(ILogger logger, string error);

    private sealed record SlotChanged(IZooKeeperClient Client);

    private sealed record InboxChanged(IZooKeeperClient Client);

    private sealed record EntryChanged(IZooKeeperClient Client, string Id);

    private sealed record SlotAnswered(IZooKeeperClient Client, SlotSnapshot? Slot);

    private sealed record InboxListed(IZooKeeperClient Client, IReadOnlyList<string> Names, bool Everything);

    private sealed record EntriesFailed(IZooKeeperClient Client, long Number, Exception Error);

    private sealed record EntriesAnswered(IZooKeeperClient Client, long Number, IReadOnlyList<string> Asked, IReadOnlyList<EntrySnapshot> Entries);

    private sealed record ReadFailed(IZooKeeperClient Client, Exception Error);
}
