namespace ChefActors.ZooKeeper.Embedded.Storage.Records;

/// <summary>What a file of a store is.</summary>
internal enum FileKind
{
    /// <summary>Transactions in their order.</summary>
    Log,

    /// <summary>Everything as it was after one transaction.</summary>
    Snapshot,
}
