namespace ChefActors.Controller.Aggregation;

/// <summary>One znode of one node that is kept in sight: at most one read under way, at most one watch set.</summary>
internal sealed class WatchedZnode
{
    /// <summary>A watch is set, or the read that sets it is under way.</summary>
    public bool IsArmed { get; set; }

    /// <summary>A read is under way or waits for its turn.</summary>
    public bool IsReading { get; set; }

    /// <summary>Something happened since the read began: read again.</summary>
    public bool IsDirty { get; set; }
}
