using ChefActors.Core.Results;

namespace ChefActors.NodeHost.Running;

/// <summary>What became of a claim (DELIVERY, section 4). A closed set.</summary>
internal abstract record ClaimAnswer
{
    private ClaimAnswer()
    {
    }

    /// <summary>Claimed.</summary>
    /// <param name="EntryVersion">The entry's version now.</param>
    /// <param name="ClaimedAt">The claim's own mtime: ZooKeeper's clock.</param>
    /// <param name="SentAt">When the claim that succeeded was sent, since boot.</param>
    internal sealed record Granted(int EntryVersion, DateTimeOffset ClaimedAt, TimeSpan SentAt) : ClaimAnswer;

    /// <summary>The entry is gone, or another journal claimed it: whoever reads again sees what to do.</summary>
    internal sealed record Gone : ClaimAnswer;

    /// <summary>The slot holds a newer push: this one never existed. With an entry version: its entry is there and goes.</summary>
    internal sealed record NewerPush(int? EntryVersion) : ClaimAnswer;

    /// <summary>It was asked to stop before it started.</summary>
    internal sealed record Cancelled(int EntryVersion, string Who) : ClaimAnswer;

    /// <summary>Its row holds a terminal state already.</summary>
    internal sealed record RowEnded(int EntryVersion, ResultState State) : ClaimAnswer;

    /// <summary>Its row says <c>unreachable</c>, <c>may_still_run</c>.</summary>
    internal sealed record GivenUp(int EntryVersion) : ClaimAnswer;

    /// <summary>It has no row: an entry that nobody dispatched.</summary>
    internal sealed record RowMissing(int EntryVersion) : ClaimAnswer;

    /// <summary>This node host is not registered now.</summary>
    internal sealed record NotRegistered : ClaimAnswer;
}
