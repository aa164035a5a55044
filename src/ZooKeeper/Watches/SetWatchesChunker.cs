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

    /// <summary>
    /// The requests; none when nothing is watched. A single path above the bound makes a request of its own. One without watches that stay
    /// is to be written as setWatches, which every server knows.
    /// </summary>
    public static IEnumerable<SetWatches2Request> Chunks(WatchTable table, long relativeZxid, StandingWatches? standing = null, int chunkBytes = ChunkBytes)
    {
        IEnumerable<string>[] paths =
        [
            table.Paths(WatchKind.Data), table.Paths(WatchKind.Exist), table.Paths(WatchKind.Child),
            standing?.Paths(WatchMode.Persistent) ?? [], standing?.Paths(WatchMode.PersistentRecursive) ?? [],
        ];
        var lists = Lists();
        var bytes = 0;
        for (var kind = 0; kind < paths.Length; kind++)
        {
            foreach (var path in paths[kind])
            {
                var size = 4 + Encoding.UTF8.GetByteCount(path);
                if (bytes > 0 && bytes + size > chunkBytes)
                {
                    yield return Request(relativeZxid, lists);
                    (lists, bytes) = (Lists(), 0);
                }

                lists[kind].Add(path);
                bytes += size;
            }
        }

        if (bytes > 0) yield return Request(relativeZxid, lists);
    }

    private static List<string>[] Lists() => [[], [], [], [], []];

    private static SetWatches2Request Request(long relativeZxid, List<string>[] lists) => new(relativeZxid, lists[0], lists[1], lists[2], lists[3], lists[4]);
}
