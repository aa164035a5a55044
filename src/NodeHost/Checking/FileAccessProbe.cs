using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace ChefActors.NodeHost.Checking;

/// <summary>What this user may do with a file, asked of the system: nothing is opened, made or changed.</summary>
internal static partial class FileAccessProbe
{
    private const int EffectiveIds = 0x200;
    private const int WorkingDirectory = -100;
    private const int Execute = 1;
    private const int Write = 2;
    private const int Read = 4;
    private const uint WantsOwner = 0x8;
    private const int StatxBytes = 256;
    private const int OwnerAt = 20;

    /// <summary>This process's effective user id.</summary>
    internal static uint User => EffectiveUser();

    /// <summary>It may read the file.</summary>
    internal static bool MayRead(string path) => Access(WorkingDirectory, path, Read, EffectiveIds) == 0;

    /// <summary>It may execute the file.</summary>
    internal static bool MayExecute(string path) => Access(WorkingDirectory, path, Execute, EffectiveIds) == 0;

    /// <summary>It may make files in the directory.</summary>
    internal static bool MayMakeFilesIn(string path) => Access(WorkingDirectory, path, Write | Execute, EffectiveIds) == 0;

    /// <summary>The owner's user id; null: not known.</summary>
    internal static uint? Owner(string path)
    {
        // struct statx(2) has one layout on every processor: stx_uid is the fifth field.
        var answer = new byte[StatxBytes];
        return Statx(WorkingDirectory, path, 0, WantsOwner, answer) == 0 ? BinaryPrimitives.ReadUInt32LittleEndian(answer.AsSpan(OwnerAt)) : null;
    }

    [LibraryImport("libc", EntryPoint = "faccessat", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Access(int directory, string path, int mode, int flags);

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Statx(int directory, string path, int flags, uint mask, byte[] answer);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint EffectiveUser();
}
