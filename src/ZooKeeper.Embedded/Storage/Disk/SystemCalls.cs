using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ChefActors.ZooKeeper.Embedded.Storage.Disk;

/// <summary>What .NET does not offer: fdatasync(2), and the sync of a directory.</summary>
internal static partial class SystemCalls
{
    private const int ReadOnly = 0;
    private const int CloseOnExec = 0x80000;

    /// <summary>Syncs a file's bytes, and of its metadata what they need to be read back. Elsewhere than on Linux: all of its metadata.</summary>
    /// <exception cref="IOException">The system refused.</exception>
    internal static void SyncData(SafeFileHandle handle, string path)
    {
        if (!OperatingSystem.IsLinux()) RandomAccess.FlushToDisk(handle);
        else if (Fdatasync(handle) != 0) throw Error("fdatasync", path);
    }

    /// <summary>Syncs a directory, so that new names in it survive a crash of the machine. Elsewhere than on Linux: left to the system.</summary>
    /// <exception cref="IOException">The system refused.</exception>
    internal static void SyncDirectory(string path)
    {
        if (!OperatingSystem.IsLinux()) return;
        using var handle = Open(path, ReadOnly | CloseOnExec);
        if (handle.IsInvalid) throw Error("open", path);
        if (Fsync(handle) != 0) throw Error("fsync", path);
    }

    private static IOException Error(string call, string path) => new($"{call} {path}: {Marshal.GetLastPInvokeErrorMessage()}");

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial SafeFileHandle Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Fsync(SafeFileHandle handle);

    [LibraryImport("libc", EntryPoint = "fdatasync", SetLastError = true)]
    private static partial int Fdatasync(SafeFileHandle handle);
}
