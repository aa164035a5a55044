namespace ChefActors.ZooKeeper.Recipes;

/// <summary>A lock that is held. Disposing releases it.</summary>
public sealed class LockLease : IAsyncDisposable
{
    private readonly IZooKeeperClient _client;
    private readonly LockPlace _place;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _lost = new();
    private readonly Lock _gate = new();
    private ITimer? _deadline;
    private bool _isOver;

    private LockLease(IZooKeeperClient client, LockPlace place, TimeProvider time) => (_client, _place, _time, Lost) = (client, place, time, _lost.Token);

    /// <summary>The lock's znode.</summary>
    public string Path => _place.Lock;

    /// <summary>
    /// Grows from holder to holder (the transaction that made this one's place). To be sent with what is done under the lock; whoever does it refuses a lower
    /// one than it has seen. Starts anew when the ensemble's data is put back to an older copy or made anew.
    /// </summary>
    public long FencingToken => _place.Czxid;

    /// <summary>
    /// Cancelled as soon as another one may hold the lock: the session has ended, no server was heard for so long that it may have, or
    /// somebody deleted the place. A session may still live then; the place was given up. Not cancelled by a release.
    /// </summary>
    public CancellationToken Lost { get; }

    /// <summary>Releases it: the next one's turn. After a loss it does nothing.</summary>
    public async ValueTask DisposeAsync()
    {
        if (End()) await _place.GiveUpAsync(_client);
        _lost.Dispose();
    }

    /// <summary>Begins to watch over a place that is the first.</summary>
    internal static async Task<LockLease> HoldAsync(IZooKeeperClient client, LockPlace place, TimeProvider time, CancellationToken cancellationToken)
    {
        var lease = new LockLease(client, place, time);
        client.StateChanged += lease.OnState;
        try
        {
            // The state may have changed before the handler was there.
            lease.OnState(client.State);
            await lease.WatchAsync(cancellationToken);
            return lease;
        }
        catch
        {
            lease.End();
            throw;
        }
    }

    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        var there = await LossTolerant.RepeatAsync(() => _client.ExistsAsync(_place.Path, OnPlaceAsync, cancellationToken));
        if (there is null) Lose();
    }

    private async ValueTask OnPlaceAsync(WatchEvent seen)
    {
        if (seen.Type == WatchEventType.None || IsOver) return;
        try
        {
            await WatchAsync(CancellationToken.None);
        }
        catch (SessionExpiredException)
        {
            Lose();
        }
    }

    private void OnState(SessionState state)
    {
        switch (state)
        {
            case SessionState.Disconnected:
                // A connection is given up when nothing was heard for two thirds of the time-out: the servers may end the session a third later.
                lock (_gate)
                {
                    if (!_isOver) _deadline ??= _time.CreateTimer(static lease => ((LockLease)lease!).GiveUpUnheard(), this, _client.SessionTimeout / 3, Timeout.InfiniteTimeSpan);
                }

                break;
            case SessionState.Connected:
                lock (_gate)
                {
                    _deadline?.Dispose();
                    _deadline = null;
                }

                break;
            case SessionState.Expired or SessionState.AuthFailed or SessionState.Closed:
                Lose();
                break;
        }
    }

    /// <summary>Should the session live on, its place must not stand in the way of the others.</summary>
    private void GiveUpUnheard()
    {
        Lose();
        _ = _place.GiveUpAsync(_client);
    }

    private bool IsOver
    {
        get
        {
            lock (_gate) return _isOver;
        }
    }

    private void Lose()
    {
        if (End()) _lost.Cancel();
    }

    /// <summary>False: it was over before.</summary>
    private bool End()
    {
        lock (_gate)
        {
            if (_isOver) return false;
            _isOver = true;
            _deadline?.Dispose();
            _deadline = null;
        }

        _client.StateChanged -= OnState;
        return true;
    }
}
