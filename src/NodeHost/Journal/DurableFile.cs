using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ChefActors.NodeHost.Journal;

/// <summary>What makes a file's name durable: .NET opens no directory, so the directory is synced by the C library.</summary>
internal static partial class DurableFile
{
    private const int ReadOnly = 0;
    private const int CloseOnExec = 0x80000;

    /// <summary>Syncs the directory, so that a new or renamed file in it survives a crash of the machine.</summary>
    /// <exception cref="IOException">The system refused.</exception>
    internal static void SyncDirectory(string directory)
    {
        using var handle = Open(directory, ReadOnly | CloseOnExec);
        if (handle.IsInvalid) throw Error("open", directory);
        if (Fsync(handle) != 0) throw Error("fsync", directory);
    }

    /// <summary>Writes a file under another name, syncs it, and renames it into place.</summary>
    internal static void Replace(string path, ReadOnlySpan<byte> content)
    {
        var fresh = path + ".new";
        using (var file = new FileStream(fresh, OwnerOnly(FileMode.Create)))
        {
            file.Write(content);
            file.Flush(flushToDisk: true);
        }

        File.Move(fresh, path, overwrite: true);
        SyncDirectory(Path.GetDirectoryName(path)!);
    }

    /// <summary>Syncs a file's bytes, and of its metadata only what they need to be read back (fdatasync(2)).</summary>
    /// <exception cref="IOException">The system refused.</exception>
    internal static void SyncData(SafeFileHandle handle, string path)
    {
        if (Fdatasync(handle) != 0) throw Error("fdatasync", path);
    }

    /// <summary>Options for a file that nobody else reads or writes (mode 0600).</summary>
    internal static FileStreamOptions OwnerOnly(FileMode mode) => new()
    {
        Mode = mode,
        Access = FileAccess.ReadWrite,
        Share = FileShare.Read,
        UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        BufferSize = 0,
    };

    private static IOException Error(string call, string path) => new($"{call} {path}: {Marshal.GetLastPInvokeErrorMessage()}");

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial SafeFileHandle Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Fsync(SafeFileHandle handle);

    [LibraryImport("libc", EntryPoint = "fdatasync", SetLastError = true)]
    private static partial int Fdatasync(SafeFileHandle handle);
}
