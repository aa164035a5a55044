using System.Runtime.CompilerServices;
using ChefActors.Controller.Events;
using ChefActors.Core.Events;

namespace ChefActors.Controller.Tests.Console;

/// <summary>Events in a list.</summary>
internal sealed class FakeEvents : IEventFeed
{
    public List<PostedEvent> Posted { get; } = [];

    public Task<string> PostAsync(MonitoringEvent e, CancellationToken cancellationToken)
    {
        var name = $"e{Posted.Count:d10}";
        Posted.Add(new PostedEvent(name, Samples.Start, e));
        return Task.FromResult(name);
    }

    public async IAsyncEnumerable<PostedEvent> TailAsync(int last, bool follow, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var posted in Posted.TakeLast(last)) yield return posted;
        if (follow) await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
    }
}
