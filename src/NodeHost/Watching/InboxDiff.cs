using System.Collections.Immutable;

namespace ChefActors.NodeHost.Watching;

/// <summary>What changed between two readings of the inbox. Pure.</summary>
/// <param name="Come">Entries that were not known.</param>
/// <param name="Gone">Entries that are no more.</param>
internal sealed record InboxDiff(ImmutableArray<string> Come, ImmutableArray<string> Gone)
{
    /// <summary>Compares the known entries with the children as listed.</summary>
    internal static InboxDiff Of(IReadOnlySet<string> known, IReadOnlyCollection<string> listed)
    {
        var names = listed.ToHashSet(StringComparer.Ordinal);
        return new InboxDiff(
            [.. listed.Where(name => !known.Contains(name)).Order(StringComparer.Ordinal)],
            [.. known.Where(name => !names.Contains(name)).Order(StringComparer.Ordinal)]);
    }
}
