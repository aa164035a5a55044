namespace ChefActors.Core.Nodes;

/// <summary>
/// How a node that is gone is known to have been there: <c>alive</c> vanishes without a trace of the time, so a node host writes its facts anew
/// when they are old, though nothing changed. All of it by ZooKeeper's time.
/// </summary>
public static class LastSeen
{
    /// <summary>A node host that is registered writes its facts again when they are older than this.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromHours(12);

    /// <summary>Of a node that is registered they are never older than this: it was gone so long after them at the latest. Looks at the facts come at most 6 h apart.</summary>
    public static readonly TimeSpan AtMost = TimeSpan.FromHours(24);

    /// <summary>The field of the payload: when the facts last changed, where the znode's own time says when they were written again.</summary>
    public const string ChangedAt = "changed_at";
}
