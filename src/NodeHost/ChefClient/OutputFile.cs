using System.Text;

namespace ChefActors.NodeHost.ChefClient;

/// <summary>Reads a run's output in bounded memory: bytes that are no UTF-8 become U+FFFD, a line is looked at up to 4 KiB.</summary>
internal static class OutputFile
{
    private const int LineBytes = 4 * 1024;
    private const int TailBytes = Core.Znodes.PayloadLimits.FailureLogTailBytes;

    /// <summary>What the whole output tells; an output that is not there tells nothing.</summary>
    internal static async Task<OutputSummary> ReadAsync(string path, CancellationToken cancellationToken)
    {
        if (!File.Exists(path)) return OutputSummary.Empty;
        var output = new ChefOutput();
        await using var file = Open(path);
        await FeedAsync(file, output, cancellationToken);
        var length = file.Position;
        return output.Summary() with { Tail = await TailAsync(file, length, cancellationToken), TotalBytes = length };
    }

    /// <summary>The pid that holds Chef's lock, when the end of the output says that it is waited for.</summary>
    internal static async Task<int?> LockHolderAsync(string path, CancellationToken cancellationToken)
    {
        if (!File.Exists(path)) return null;
        var output = new ChefOutput();
        await using var file = Open(path);
        file.Seek(Math.Max(0, file.Length - LineBytes), SeekOrigin.Begin);
        await FeedAsync(file, output, cancellationToken);
        return output.LockHolder;
    }

    private static async Task FeedAsync(FileStream file, ChefOutput output, CancellationToken cancellationToken)
    {
        var line = new byte[LineBytes];
        var length = 0;
        var chunk = new byte[32 * 1024];
        for (int read; (read = await file.ReadAsync(chunk, cancellationToken)) > 0;)
        {
            var rest = chunk.AsSpan(0, read);
            while (true)
            {
                var end = rest.IndexOf((byte)'\n');
                var part = end < 0 ? rest : rest[..end];
                var kept = part[..Math.Min(part.Length, LineBytes - length)];
                kept.CopyTo(line.AsSpan(length));
                length += kept.Length;
                if (end < 0) break;
                output.Add(Encoding.UTF8.GetString(line, 0, length).TrimEnd('\r'));
                length = 0;
                rest = rest[(end + 1)..];
            }
        }

        if (length > 0) output.Add(Encoding.UTF8.GetString(line, 0, length));
    }

    private static async Task<string> TailAsync(FileStream file, long length, CancellationToken cancellationToken)
    {
        var tail = new byte[Math.Min(length, TailBytes)];
        file.Seek(length - tail.Length, SeekOrigin.Begin);
        await file.ReadExactlyAsync(tail, cancellationToken);
        return Encoding.UTF8.GetString(tail);
    }

    private static FileStream Open(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
}
