namespace ChefActors.ZooKeeper.Embedded.Requests;

/// <summary>A steady clock for sessions and a wall clock for the times in Stat. Any thread.</summary>
internal sealed class ServerClock(TimeProvider time)
{
    private readonly long _start = time.GetTimestamp();

    /// <summary>Milliseconds since the server started.</summary>
    public long SteadyMs => (long)time.GetElapsedTime(_start).TotalMilliseconds;

    /// <summary>Milliseconds since 1970.</summary>
    public long WallMs => time.GetUtcNow().ToUnixTimeMilliseconds();
}
