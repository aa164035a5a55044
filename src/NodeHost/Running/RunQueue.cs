using System.Collections.Immutable;

namespace ChefActors.NodeHost.Running;

/// <summary>
/// What waits for its turn: first come, first served over slot and inbox alike, bounded in number and in bytes (an entry has up to half a
/// megabyte and is held whole until its claim). Pure.
/// </summary>
/// <param name="Limit">At most so many wait: the setting <c>queue.limit</c>.</param>
/// <param name="BytesLimit">At most so many bytes of entries: the setting <c>queue.size</c>.</param>
internal sealed record RunQueue(int Limit, long BytesLimit = RunQueue.DefaultBytes)
{
    /// <summary>64 MiB.</summary>
    internal const long DefaultBytes = 64L * 1024 * 1024;

    private ImmutableSortedDictionary<(long Order, string Id), QueuedCommand> Items { get; init; } = ImmutableSortedDictionary<(long, string), QueuedCommand>.Empty;

    private ImmutableDictionary<string, long> Orders { get; init; } = ImmutableDictionary.Create<string, long>(StringComparer.Ordinal);

    private string? Push { get; init; }

    /// <summary>How many wait.</summary>
    internal int Count => Items.Count;

    /// <summary>Bytes of the entries that wait.</summary>
    internal long Bytes { get; private init; }

    /// <summary>No more is taken, however small.</summary>
    internal bool IsFull => Items.Count >= Limit;

    /// <summary>Who is next; null: nobody.</summary>
    internal QueuedCommand? Head => Items.IsEmpty ? null : Items.First().Value;

    /// <summary>In the order in which they will run.</summary>
    internal IEnumerable<QueuedCommand> All => Items.Values;

    /// <summary>The push of the slot that waits; there is at most one, as a newer one replaces it.</summary>
    internal QueuedCommand? UnclaimedPush => Push is { } id ? Find(id) : null;

    /// <summary>Why this one is not taken; null: it may wait. One that waits already is asked about as if it did not.</summary>
    internal string? Objection(QueuedCommand item)
    {
        var others = Without(item.Id);
        if (others.IsFull) return $"{others.Count} commands wait already, no more are taken (queue.limit)";
        return others.Bytes + item.Entry.Length > BytesLimit && others.Count > 0
            ? $"the {others.Count} commands that wait have {others.Bytes} bytes, with the {item.Entry.Length} of this one more than {BytesLimit} (queue.size)"
            : null;
    }

    /// <summary>The command of this id.</summary>
    internal QueuedCommand? Find(string id) => Orders.TryGetValue(id, out var order) ? Items[(order, id)] : null;

    /// <summary>With this command, in its place; the one of the same id is replaced.</summary>
    internal RunQueue With(QueuedCommand item)
    {
        var others = Without(item.Id);
        return others with
        {
            Items = others.Items.Add((item.Order, item.Id), item),
            Orders = others.Orders.Add(item.Id, item.Order),
            Bytes = others.Bytes + item.Entry.Length,
            Push = item is { Slot: not null, EntryVersion: null } ? item.Id : others.Push,
        };
    }

    /// <summary>Without the command of this id.</summary>
    internal RunQueue Without(string id)
    {
        if (Find(id) is not { } item) return this;
        return this with
        {
            Items = Items.Remove((item.Order, item.Id)),
            Orders = Orders.Remove(id),
            Bytes = Bytes - item.Entry.Length,
            Push = Push == id ? null : Push,
        };
    }
}
