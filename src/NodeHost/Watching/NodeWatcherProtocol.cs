namespace ChefActors.NodeHost.Watching;

/// <summary>What the watcher is asked and what it tells.</summary>
internal static class NodeWatcherProtocol
{
    /// <summary>Read slot and inbox again, all of it.</summary>
    internal sealed record Reread;

    /// <summary>An inbox entry as it was read.</summary>
    internal sealed record EntryRead(EntrySnapshot Entry);

    /// <summary>An inbox entry is no more.</summary>
    internal sealed record EntryGone(string Id);

    /// <summary>The slot as it was read.</summary>
    internal sealed record SlotRead(SlotSnapshot Slot);
}
