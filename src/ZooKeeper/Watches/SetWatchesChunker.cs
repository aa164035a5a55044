using System.Text;
using ChefActors.ZooKeeper.Wire.Records;

namespace ChefActors.ZooKeeper.Watches;

/// <summary>
/// Cuts the watches that are set again after a reconnect into requests that no server refuses: one request above the frame limit would
/// be refused on every connection, without end (ZOOKEEPER-706).
/// </summary>
internal static class SetWatchesChunker
{
    /// <summary>Bytes of paths per request, with their lengths; as the official client.</summary>
    public const int ChunkBytes = 128 * 1024;

    /// <summary>The requests; none when nothing is watched. A single path above the bound makes a request of its own.</summary>
    public static IEnumerable<SetWatchesRequest> Chunks(WatchTable table, long relativeZxid, int chunkBytes = ChunkBytes)
    {
        var (data, exist, child) = (new List<string>(), new List<string>(), new List<string>());
        var bytes = 0;
        foreach (var kind in (WatchKind[])[WatchKind.Data, WatchKind.Exist, WatchKind.Child])
        {
            foreach (var path in table.Paths(kind))
            {
                var size = 4 + Encoding.UTF8.GetByteCount(path);
                if (bytes > 0 && bytes + size > chunkBytes)
                {
                    yield return new SetWatchesRequest(relativeZxid, data, exist, child);
                    (data, exist, child, bytes) = ([], [], [], 0);
                }

                (kind switch { WatchKind.Data => data, WatchKind.Exist => exist, _ => child }).Add(path);
                bytes += size;
            }
        }

        if (bytes > 0) yield return new SetWatchesRequest(relativeZxid, data, exist, child);
    }
}
