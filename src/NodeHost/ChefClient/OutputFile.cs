using System.Text;

namespace ChefActors.NodeHost.ChefClient;

/// <summary>
/// Reads a run's output in bounded memory and time, however much it is: head and end, a line up to 4 KiB; bytes that are no UTF-8 become U+FFFD.
/// </summary>
internal static class OutputFile
{
    /// <summary>What is read of the head: version, configuration, cookbooks.</summary>
    internal const int HeadBytes = 512 * 1024;

    /// <summary>What is read of the end: failures, counts, the last word.</summary>
    internal const int EndBytes = 1024 * 1024;

    private const int LineBytes = 4 * 1024;

    /// <summary>Made readable it may shrink a good deal: progress bars.</summary>
    private const int TailBytes = 4 * Core.Znodes.PayloadLimits.FailureLogTailBytes;

    /// <summary>What the output tells; an output that is not there tells nothing.</summary>
    internal static async Task<OutputSummary> ReadAsync(string path, CancellationToken cancellationToken)
    {
        if (!File.Exists(path)) return OutputSummary.Empty;
        var output = new ChefOutput();
        await using var file = Open(path);
        var length = file.Length;
        if (length <= HeadBytes + EndBytes) await FeedAsync(file, output, length, cancellationToken);
        else
        {
            await FeedAsync(file, output, HeadBytes, cancellationToken);
            output.Skip();
            file.Seek(length - EndBytes, SeekOrigin.Begin);
            await FeedAsync(file, output, EndBytes, cancellationToken, isMidLine: true);
        }

        return output.Summary() with { Tail = await TailAsync(file, length, cancellationToken), TotalBytes = length };
    }

    /// <summary>The pid that holds Chef's lock, when the end of the output says that it is waited for.</summary>
    internal static async Task<int?> LockHolderAsync(string path, CancellationToken cancellationToken)
    {
        if (!File.Exists(path)) return null;
        var output = new ChefOutput();
        await using var file = Open(path);
        file.Seek(Math.Max(0, file.Length - LineBytes), SeekOrigin.Begin);
        await FeedAsync(file, output, LineBytes, cancellationToken);
        return output.LockHolder;
    }

    private static async Task FeedAsync(FileStream file, ChefOutput output, long bytes, CancellationToken cancellationToken, bool isMidLine = false)
    {
        var line = new byte[LineBytes];
        var length = 0;
        var chunk = new byte[32 * 1024];
        for (int read; bytes > 0 && (read = await file.ReadAsync(chunk.AsMemory(0, (int)Math.Min(bytes, chunk.Length)), cancellationToken)) > 0; bytes -= read)
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
                if (!isMidLine) output.Add(Encoding.UTF8.GetString(line, 0, length).TrimEnd('\r'));
                (length, isMidLine) = (0, false);
                rest = rest[(end + 1)..];
            }
        }

        if (length > 0 && !isMidLine) output.Add(Encoding.UTF8.GetString(line, 0, length));
    }

    private static async Task<string> TailAsync(FileStream file, long length, CancellationToken cancellationToken)
    {
        var tail = new byte[Math.Min(length, TailBytes)];
        file.Seek(length - tail.Length, SeekOrigin.Begin);
        await file.ReadExactlyAsync(tail, cancellationToken);
        return OutputText.Readable(tail);
    }

    private static FileStream Open(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
}
