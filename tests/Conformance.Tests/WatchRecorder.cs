using System.Threading.Channels;
using ChefActors.Testing;
using ChefActors.ZooKeeper;

namespace ChefActors.Conformance.Tests;

/// <summary>A watch handler that keeps what it saw.</summary>
internal sealed class WatchRecorder
{
    private readonly Channel<WatchEvent> _events = Channel.CreateUnbounded<WatchEvent>();

    /// <summary>Events that were not taken by <see cref="Next"/>.</summary>
    public int Waiting => _events.Reader.Count;

    /// <summary>Takes what came so far.</summary>
    public IReadOnlyList<WatchEvent> TakeAll()
    {
        var taken = new List<WatchEvent>();
        while (_events.Reader.TryRead(out var one)) taken.Add(one);
        return taken;
    }

    public ValueTask Handle(WatchEvent watchEvent) => _events.Writer.WriteAsync(watchEvent);

    public Task<WatchEvent> Next() => Eventually.Within(_events.Reader.ReadAsync().AsTask(), "a watch event");
}
