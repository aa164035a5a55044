namespace ChefActors.Controller.Rollouts;

/// <summary>What an inbox entry of an outstanding command was seen to be.</summary>
internal abstract record EntryFact
{
    private EntryFact()
    {
    }

    /// <summary>Gone. The row has a result, or somebody removed the entry by hand.</summary>
    internal sealed record Absent : EntryFact;

    /// <summary>As it was dispatched.</summary>
    /// <param name="AcceptBy">The last moment at which it may be claimed; null: the entry does not say.</param>
    internal sealed record Unclaimed(DateTimeOffset? AcceptBy) : EntryFact;

    /// <summary>Claimed by a node host.</summary>
    /// <param name="Journal">The node host's journal id.</param>
    /// <param name="At">When, by ZooKeeper's clock.</param>
    /// <param name="Version">The entry's version.</param>
    /// <param name="StopAsked">It holds a request to stop already.</param>
    internal sealed record Claimed(string Journal, DateTimeOffset At, int Version, bool StopAsked) : EntryFact;
}
