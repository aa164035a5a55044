using System.Collections.Immutable;

namespace ChefActors.NodeHost.Running;

/// <summary>What waits for its turn: first come, first served over slot and inbox alike, bounded. Pure.</summary>
internal sealed record RunQueue(int Limit)
{
    private ImmutableSortedDictionary<(long Order, string Id), QueuedCommand> Items { get; init; } = ImmutableSortedDictionary<(long, string), QueuedCommand>.Empty;

    /// <summary>How many wait.</summary>
    internal int Count => Items.Count;

    /// <summary>No more is taken.</summary>
    internal bool IsFull => Items.Count >= Limit;

    /// <summary>Who is next; null: nobody.</summary>
    internal QueuedCommand? Head => Items.Count == 0 ? null : Items.First().Value;

    /// <summary>In the order in which they will run.</summary>
    internal IEnumerable<QueuedCommand> All => Items.Values;

    /// <summary>The command of this id.</summary>
    internal QueuedCommand? Find(string id) => Items.Values.FirstOrDefault(item => item.Id == id);

    /// <summary>The push of the slot that waits; there is at most one, as a newer one replaces it.</summary>
    internal QueuedCommand? UnclaimedPush => Items.Values.FirstOrDefault(item => item is { Slot: not null, EntryVersion: null });

    /// <summary>With this command, in its place; the one of the same id is replaced.</summary>
    internal RunQueue With(QueuedCommand item) => Without(item.Id) with { Items = Without(item.Id).Items.Add((item.Order, item.Id), item) };

    /// <summary>Without the command of this id.</summary>
    internal RunQueue Without(string id) => Find(id) is { } item ? this with { Items = Items.Remove((item.Order, item.Id)) } : this;
}
