using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ChefActors.Controller.Auditing;

/// <summary>
/// Appends to the files of a directory that it holds alone: each append is synced before it returns, a torn last line is cut at the next start. Not safe for
/// several threads at once.
/// </summary>
internal sealed partial class AuditLog : IDisposable
{
    /// <summary>A file that has reached this gets no more lines.</summary>
    public const long FileBytes = 16 * 1024 * 1024;

    private const int ReadOnly = 0;
    private const int CloseOnExec = 0x80000;

    private readonly string _directory;
    private readonly long _fileBytes;
    private readonly FileStream _lock;
    private FileStream? _file;

    private AuditLog(string directory, long fileBytes, FileStream held) => (_directory, _fileBytes, _lock) = (directory, fileBytes, held);

    /// <summary>Where the chain has come to.</summary>
    public AuditPosition Position { get; private set; } = AuditPosition.Beginning;

    /// <summary>What is recorded already.</summary>
    public AuditLedger Ledger { get; } = new();

    /// <summary>Opens the directory, making it when it is not there (mode 0700).</summary>
    /// <param name="directory">Where the files are.</param>
    /// <param name="fileBytes">Bytes after which a new file begins.</param>
    /// <exception cref="IOException">Another one writes there, or it cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    /// <exception cref="PlatformNotSupportedException">Not on Linux.</exception>
    public static AuditLog Open(string directory, long fileBytes = FileBytes)
    {
        if (!OperatingSystem.IsLinux()) throw new PlatformNotSupportedException("the audit is written on Linux only");
        Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        // Locked by the system for as long as it is open.
        var held = new FileStream(Path.Combine(directory, AuditFiles.Lock), Options(FileMode.OpenOrCreate, FileShare.None));
        try
        {
            var log = new AuditLog(directory, fileBytes, held);
            log.Recover();
            return log;
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>Appends records, in order, and syncs.</summary>
    /// <exception cref="IOException">The record stands not, nor do those after it; what stands is in the ledger, so the rest may be tried again.</exception>
    public void Append(IReadOnlyList<AuditRecord> records)
    {
        foreach (var record in records)
        {
            var (line, position) = AuditChain.Append(Position, record);
            var file = FileFor(position.Seq);
            var before = file.Length;
            try
            {
                file.Position = before;
                file.Write([.. line, (byte)'\n']);
                file.Flush(flushToDisk: true);
            }
            catch (IOException)
            {
                // Half a line must not stand before the next one.
                file.SetLength(before);
                throw;
            }

            Position = position;
            Ledger.Add(record);
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _file?.Dispose();
        _lock.Dispose();
    }

    private void Recover()
    {
        foreach (var line in AuditReader.Read(_directory, position => Position = position))
        {
            if (line.Record is { } record) Ledger.Add(record);
        }

        if (AuditFiles.List(_directory) is not [.., var last]) return;
        var (_, whole) = AuditFiles.Split(File.ReadAllBytes(last));
        _file = new FileStream(last, Options(FileMode.Open, FileShare.Read));
        if (_file.Length == whole) return;
        _file.SetLength(whole);
        _file.Flush(flushToDisk: true);
    }

    private FileStream FileFor(long seq)
    {
        if (_file is { } file && (file.Length == 0 || file.Length < _fileBytes)) return file;
        _file?.Dispose();
        _file = null;
        _file = new FileStream(AuditFiles.Path(_directory, seq), Options(FileMode.CreateNew, FileShare.Read));
        SyncDirectory(_directory);
        return _file;
    }

    private static FileStreamOptions Options(FileMode mode, FileShare share)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = share, BufferSize = 0 };
        if (OperatingSystem.IsLinux() && mode != FileMode.Open) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return options;
    }

    /// <summary>So that a new file's name survives a crash of the machine; .NET opens no directory.</summary>
    private static void SyncDirectory(string directory)
    {
        using var handle = Open(directory, ReadOnly | CloseOnExec);
        if (handle.IsInvalid || Fsync(handle) != 0) throw new IOException($"{directory} cannot be synced: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial SafeFileHandle Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Fsync(SafeFileHandle handle);
}
