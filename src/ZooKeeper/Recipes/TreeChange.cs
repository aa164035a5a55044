namespace ChefActors.ZooKeeper.Recipes;

/// <summary>One change of a <see cref="TreeCache"/>.</summary>
/// <param name="Before">Null: it is new.</param>
/// <param name="After">Null: it is gone. Both are there when the data was set, or the znode was created anew.</param>
public readonly record struct TreeChange(CachedZnode? Before, CachedZnode? After);
