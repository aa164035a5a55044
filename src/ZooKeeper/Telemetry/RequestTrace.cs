using System.Diagnostics;

namespace ChefActors.ZooKeeper.Telemetry;

/// <summary>One request that somebody listens to.</summary>
internal sealed class RequestTrace(ZooKeeperTelemetry telemetry, string operation, Activity? activity, TimeProvider time, long started)
{
    public void End(Exception exception) => End(exception is ZooKeeperException known ? known.Code.ToString() : exception.GetType().Name);

    public void End(string outcome)
    {
        telemetry.Ended(operation, outcome, time.GetElapsedTime(started));
        if (activity is null) return;
        var current = Activity.Current;
        activity.SetTag("zookeeper.outcome", outcome);
        if (outcome != nameof(ErrorCode.Ok)) activity.SetStatus(ActivityStatusCode.Error);
        activity.Stop();
        Activity.Current = current; // This runs on the connection's loop, which has no activity of its own.
    }
}
