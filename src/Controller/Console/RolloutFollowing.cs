using ChefActors.Controller.Console.Rendering;
using ChefActors.Controller.Rollouts;

namespace ChefActors.Controller.Console;

/// <summary>Follows a rollout through a view until it is over, time is up, or a signal comes.</summary>
internal sealed class RolloutFollowing(IRolloutView view, TimeProvider time, TimeSpan? timeout)
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(500);

    /// <summary>The last look; null: there was none.</summary>
    public RolloutSnapshot? Last { get; private set; }

    /// <summary>Follows to the end of the snapshots. Returns why it ended; the caller tells the view of the end.</summary>
    public async Task<FollowEnd> RunAsync(IAsyncEnumerable<RolloutSnapshot> snapshots, CancellationToken interrupted)
    {
        using var leave = CancellationTokenSource.CreateLinkedTokenSource(interrupted);
        using var clock = timeout is { } limit ? new CancellationTokenSource(limit, time) : new CancellationTokenSource();
        await using var link = clock.Token.Register(leave.Cancel);
        try
        {
            await FollowAsync(snapshots, leave.Token);
            return FollowEnd.Over;
        }
        catch (OperationCanceledException) when (leave.IsCancellationRequested)
        {
            return interrupted.IsCancellationRequested ? FollowEnd.Interrupted : FollowEnd.TimeUp;
        }
    }

    private async Task FollowAsync(IAsyncEnumerable<RolloutSnapshot> snapshots, CancellationToken leave)
    {
        await using var source = snapshots.GetAsyncEnumerator(leave);
        while (true)
        {
            var next = source.MoveNextAsync().AsTask();
            while (await Task.WhenAny(next, Task.Delay(Tick, time, leave)) != next)
            {
                if (leave.IsCancellationRequested) break;
                await view.TickAsync();
            }

            // Cancelled, the source ends its step by itself; it may not be disposed in the middle of one.
            if (!await next) return;
            Last = source.Current;
            await view.ShowAsync(Last);
        }
    }
}
