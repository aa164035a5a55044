using System.Globalization;
using ChefActors.Core.Commands;
using ChefActors.NodeHost.ChefClient;

namespace ChefActors.NodeHost.Logs;

/// <summary>The logs as files: <c>runs/&lt;command&gt;.&lt;attempt&gt;/output</c> until the result is in, then <c>logs/&lt;command&gt;.&lt;attempt&gt;</c>.</summary>
internal sealed class RunLogs(string stateDirectory) : IRunLogs
{
    /// <inheritdoc />
    public Task<IReadOnlyList<RunLog>> ListAsync(CancellationToken cancellationToken) => Task.Run(() => List("*"), cancellationToken);

    /// <inheritdoc />
    public async Task<IReadOnlyList<RunLog>> OfAsync(string command, CancellationToken cancellationToken) =>
        CommandId.IsValid(command) ? [.. (await Task.Run(() => List(command + ".*"), cancellationToken)).OrderByDescending(log => log.Attempt)] : [];

    /// <inheritdoc />
    public Task<LogPiece?> ReadAsync(RunLog log, long offset, int count, CancellationToken cancellationToken) =>
        Task.Run(() => Read(log, offset, count), cancellationToken);

    private IReadOnlyList<RunLog> List(string pattern)
    {
        var running = Entries(Path.Combine(stateDirectory, "runs"), pattern, directories: true).Select(OfRun);

        // A log that is kept between the two looks is seen twice; once will do.
        var kept = Entries(Path.Combine(stateDirectory, KeptLogs.Folder), pattern, directories: false).Select(OfKept);
        return
        [
            .. running.Concat(kept).OfType<RunLog>().DistinctBy(log => (log.Command, log.Attempt))
                .OrderByDescending(log => log.IsRunning).ThenByDescending(log => log.At).ThenByDescending(log => log.Command, StringComparer.Ordinal).ThenByDescending(log => log.Attempt),
        ];
    }

    private LogPiece? Read(RunLog log, long offset, int count)
    {
        // It may move from the one place to the other meanwhile, and only in this direction.
        var name = string.Create(CultureInfo.InvariantCulture, $"{log.Command}.{log.Attempt}");
        return TryRead(RunDirectory.Of(stateDirectory, log.Command, log.Attempt).Output, offset, count)
            ?? TryRead(Path.Combine(stateDirectory, KeptLogs.Folder, name), offset, count);
    }

    private static LogPiece? TryRead(string path, long offset, int count)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            var size = file.Length;
            var bytes = new byte[Math.Clamp(size - offset, 0, count)];
            var length = 0;
            for (int read; length < bytes.Length && (read = RandomAccess.Read(file.SafeFileHandle, bytes.AsSpan(length), offset + length)) > 0;) length += read;
            return new LogPiece(length == bytes.Length ? bytes : bytes[..length], size);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (UnauthorizedAccessException e)
        {
            throw new IOException(e.Message, e);
        }
    }

    private static IEnumerable<string> Entries(string folder, string pattern, bool directories)
    {
        if (!Directory.Exists(folder)) return [];
        return directories ? Directory.EnumerateDirectories(folder, pattern) : Directory.EnumerateFiles(folder, pattern);
    }

    private static RunLog? OfRun(string path)
    {
        var directory = new RunDirectory(path);
        if (NameOf(path) is not var (command, attempt)) return null;
        var exit = ExitNote.Read(directory.Exit);

        // A wrapper that never had its go ran nothing.
        return exit == ExitNote.Never ? null : Of(directory.Output, command, attempt, exit is null, exit);
    }

    private static RunLog? OfKept(string path) =>
        NameOf(path) is var (command, attempt) ? Of(path, command, attempt, false, ExitNote.Read(path + KeptLogs.ExitSuffix)) : null;

    private static RunLog? Of(string path, string command, int attempt, bool isRunning, string? exit)
    {
        var file = new FileInfo(path);
        return file.Exists ? new RunLog(command, attempt, new DateTimeOffset(file.LastWriteTimeUtc), file.Length, isRunning, ExitNote.Code(exit)) : null;
    }

    /// <summary>Command and attempt by a name such as <c>01JD….1</c>; null: it is something else.</summary>
    private static (string Command, int Attempt)? NameOf(string path)
    {
        var name = Path.GetFileName(path);
        var dot = name.LastIndexOf('.');
        return dot > 0 && CommandId.IsValid(name[..dot]) && int.TryParse(name.AsSpan(dot + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var attempt) && attempt > 0
            ? (name[..dot], attempt)
            : null;
    }
}
