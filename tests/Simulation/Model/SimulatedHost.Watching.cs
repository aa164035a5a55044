using ChefActors.NodeHost.Presence;
using ChefActors.NodeHost.Running;
using ChefActors.NodeHost.Watching;
using ChefActors.ZooKeeper;

namespace ChefActors.Simulation.Model;

/// <summary>What the session actor and the watcher do.</summary>
internal sealed partial class SimulatedHost
{
    private static readonly TimeSpan RereadEvery = TimeSpan.FromMinutes(1);

    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private IZooKeeperClient? _client;
    private IZooKeeperClient? _registered;

    private TimeSpan NextReread { get; set; }

    private TimeSpan? NextRegistration { get; set; }

    private void Connect() => Track(Process.ConnectAsync(CancellationToken.None), client => Enqueue("session", () => OnConnected(client)), _world.Failed);

    private void OnConnected(IZooKeeperClient client)
    {
        _client = client;
        client.StateChanged += state => Enqueue("session", () => OnState(client, state));
        foreach (var number in _wishes.Keys) CarryOutLater(number);
        if (client.State == SessionState.Expired) Enqueue("session", () => OnState(client, SessionState.Expired));
        Enqueue("session", () => Register(client));
    }

    private void Register(IZooKeeperClient client) => Track(
        _registration.RegisterAsync(client, null, CancellationToken.None),
        answer => Enqueue("session", () =>
        {
            if (client != _client) return;
            if (answer is RegistrationAnswer.Registered)
            {
                _registered = client;
                Enqueue("watcher", ReadAll);
                Step(new RunnerInput.RegistrationChanged(true));
            }
            else if (answer is RegistrationAnswer.Occupied) NextRegistration = _world.SinceBoot + TimeSpan.FromSeconds(5);
            else _world.Failed(new InvalidOperationException($"the registration was answered by {answer}"));
        }),
        error =>
        {
            if (error is not SessionExpiredException) _world.Failed(error);
        });

    private void OnState(IZooKeeperClient client, SessionState state)
    {
        if (client != _client) return;
        if (state == SessionState.Connected) Enqueue("watcher", ReadAll);
        if (state != SessionState.Expired) return;
        (_client, _registered) = (null, null);
        Step(new RunnerInput.RegistrationChanged(false));
        Enqueue("session", Connect);
    }

    private void RegisterAgain()
    {
        NextRegistration = null;
        if (_client is { } client && _registered is null) Register(client);
    }

    private void RereadAsEveryMinute()
    {
        NextReread = _world.SinceBoot + RereadEvery;
        ReadAll();
    }

    private void ReadAll()
    {
        if (_registered is null) return;
        ReadSlot(_registered);
        ListInbox(_registered, everything: true);
    }

    private void ReadSlot(IZooKeeperClient client) => Track(
        _reader.ReadSlotAsync(client, Wake(() => Enqueue("watcher", () => ReadSlot(client))), CancellationToken.None),
        slot =>
        {
            if (slot is not null) Enqueue("readings", () => Step(new RunnerInput.SlotRead(slot)));
        },
        OnReadFailed);

    private void ListInbox(IZooKeeperClient client, bool everything) => Track(
        _reader.ListInboxAsync(client, Wake(() => Enqueue("watcher", () => ListInbox(client, everything: false))), CancellationToken.None),
        names => Enqueue("watcher", () =>
        {
            if (client != _registered) return;
            var diff = InboxDiff.Of(_known, names);
            foreach (var id in diff.Gone) Forget(id);
            _known.UnionWith(diff.Come);
            IReadOnlyList<string> ids = everything ? [.. _known] : diff.Come;
            if (ids.Count > 0) Enqueue("watcher", () => ReadEntries(client, ids));
        }),
        OnReadFailed);

    private void ReadEntries(IZooKeeperClient client, IReadOnlyList<string> ids) => Track(
        _reader.ReadEntriesAsync(client, ids, id => Wake(() => Enqueue("watcher", () => ReadEntries(client, [id]))), CancellationToken.None),
        entries =>
        {
            foreach (var id in ids.Except(entries.Select(entry => entry.Id), StringComparer.Ordinal)) Forget(id);
            foreach (var entry in entries) Enqueue("readings", () => Step(new RunnerInput.EntryRead(entry)));
        },
        OnReadFailed);

    private void Forget(string id)
    {
        if (_known.Remove(id)) Enqueue("readings", () => Step(new RunnerInput.EntryGone(id)));
    }

    private void OnReadFailed(Exception error)
    {
        if (error is not (ConnectionLossException or SessionExpiredException)) _world.Failed(error);
    }

    private static WatchHandler Wake(Action work) => happened =>
    {
        if (happened.Type != WatchEventType.None) work();
        return ValueTask.CompletedTask;
    };
}
