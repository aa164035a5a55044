using System.Runtime.CompilerServices;
using ChefActors.Controller.Console.Rendering;
using ChefActors.Controller.Rollouts;
using ChefActors.ZooKeeper;

namespace ChefActors.Controller.Console;

/// <summary>
/// A rollout looked at again and again, for those who only look on. While ZooKeeper does not answer it waits and says since when; a lost session
/// is replaced, as reading needs none in particular.
/// </summary>
internal sealed class PolledRollout(IClusterConnector clusters, ControllerSettings settings, TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Looks until the rollout is over. A rollout that is gone ends it, too.</summary>
    public async IAsyncEnumerable<RolloutSnapshot> WatchAsync(string rollout, IRolloutView view, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ICluster? cluster = null;
        DateTimeOffset? silentSince = null;
        try
        {
            while (true)
            {
                RolloutSnapshot? look = null;
                var gone = false;
                try
                {
                    cluster ??= await clusters.ConnectAsync(settings, cancellationToken);
                    look = await cluster.ReadRolloutAsync(rollout, cancellationToken).WaitAsync(Patience, time, cancellationToken);
                    gone = look is null;
                    if (silentSince is not null) await view.NoteAsync(null);
                    silentSince = null;
                }
                catch (Exception e) when (IsSilence(e))
                {
                    silentSince ??= time.GetUtcNow();
                    await view.NoteAsync($"ZooKeeper at {settings.ZooKeeper.Connect} does not answer since {TimeText.At(silentSince.Value)}; waiting");
                    if (cluster is not null && e is SessionExpiredException)
                    {
                        await cluster.DisposeAsync();
                        cluster = null;
                    }
                }

                if (gone) yield break;
                if (look is not null)
                {
                    yield return look;
                    if (look.IsOver) yield break;
                }

                await Task.Delay(Pause, time, cancellationToken);
            }
        }
        finally
        {
            if (cluster is not null) await cluster.DisposeAsync();
        }
    }

    private static bool IsSilence(Exception e) =>
        e is TimeoutException or ConnectionLossException or SessionExpiredException || (e is VerbFailure failure && failure.ExitCode == ExitCode.Unreachable);
}
