namespace ChefActors.ZooKeeper.Embedded.Requests;

/// <summary>Removes containers and znodes with a time to live when they are due, each in a transaction of its own, by a look at intervals.</summary>
internal sealed class LeftoverScan(RequestPipeline pipeline, TimeSpan interval, TimeProvider time) : IAsyncDisposable
{
    private readonly ITimer _timer = time.CreateTimer(_ => pipeline.Send(Run), state: null, interval, interval);

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _timer.DisposeAsync();

    private static void Run(ServerState state)
    {
        var nowMs = state.Clock.WallMs;
        foreach (var path in state.Tree.Leftovers(nowMs)) state.Announce(state.Tree.RemoveLeftover(path, state.NextZxid(), nowMs));
    }
}
