using ChefActors.ZooKeeper.Embedded.Storage.Log;
using ChefActors.ZooKeeper.Embedded.Storage.Records;

namespace ChefActors.ZooKeeper.Embedded.Storage.Recovery;

/// <summary>A data directory that was read.</summary>
/// <param name="Image">What it holds; whoever takes it owns it.</param>
/// <param name="StoreId">For the headers of new files.</param>
/// <param name="Log">The log to go on with, everything in it synced.</param>
/// <param name="SnapshotZxid">The last transaction in the snapshot that was read; 0: there was none.</param>
internal sealed record OpenedStore(StoreImage Image, Guid StoreId, LogFile Log, long SnapshotZxid);
