using ChefActors.Testing;
using ChefActors.ZooKeeper;

namespace ChefActors.Conformance.Tests;

/// <summary>The stream of a watch that stays, event by event.</summary>
internal sealed class WatchStream(IWatchSubscription subscription) : IAsyncDisposable
{
    private readonly IAsyncEnumerator<WatchEvent> _events = subscription.GetAsyncEnumerator();

    /// <summary>The next event.</summary>
    public async Task<WatchEvent> Next() => await Move() ? _events.Current : throw new InvalidOperationException("the stream has ended");

    /// <summary>The stream has no further event and ends.</summary>
    public async Task Ends() => Assert.False(await Move(), "an event came where the stream should end");

    public async ValueTask DisposeAsync()
    {
        await subscription.DisposeAsync();
        await _events.DisposeAsync();
    }

    private Task<bool> Move() => Eventually.Within(_events.MoveNextAsync().AsTask(), "an event, or the end of the stream");
}
