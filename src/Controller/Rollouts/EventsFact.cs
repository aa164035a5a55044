using System.Collections.Immutable;
using ChefActors.Core.Events;

namespace ChefActors.Controller.Rollouts;

/// <summary>The monitoring events as they were read.</summary>
/// <param name="Open">Problems that have not recovered.</param>
/// <param name="Missing">Why there is no data; null: there is.</param>
/// <param name="Zxid">The transaction that posted or removed the latest of those that were read; null: there was no place for events at all.</param>
internal sealed record EventsFact(ImmutableArray<OpenEvent> Open, string? Missing, long? Zxid)
{
    /// <summary>The later of two reads, whichever of their answers came first.</summary>
    public static EventsFact Later(EventsFact? known, EventsFact read) => read.Zxid < known?.Zxid ? known : read;
}
