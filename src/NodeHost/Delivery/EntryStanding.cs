using ChefActors.Core.Results;

namespace ChefActors.NodeHost.Delivery;

/// <summary>Where the znodes of a command stand, for recovery (DELIVERY, section 5).</summary>
/// <param name="IsClaimedByMe">The entry is there with a claim of this journal.</param>
/// <param name="EntryExists">The entry is there.</param>
/// <param name="Row">What the row holds; null: it is empty, gone, or there is none (a slot's).</param>
internal sealed record EntryStanding(bool IsClaimedByMe, bool EntryExists, CommandResult? Row);
