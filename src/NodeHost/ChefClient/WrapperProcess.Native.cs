using System.Runtime.InteropServices;

namespace ChefActors.NodeHost.ChefClient;

/// <summary>posix_spawn and what it takes, as glibc and musl have them on Linux.</summary>
internal sealed partial class WrapperProcess
{
    private const short SetSignalDefaults = 0x04;
    private const short SetSignalMask = 0x08;
    private const short SetSession = 0x80;
    private const int SetPipeSizeCommand = 1031;

    /// <summary>More than any of the opaque structures has: posix_spawnattr_t 336, posix_spawn_file_actions_t 80, sigset_t 128 bytes.</summary>
    private const int StructureBytes = 512;

    /// <summary>
    /// HUP, INT, QUIT, PIPE, TERM and CHLD. .NET ignores SIGPIPE; a node host that a script put into the background ignores SIGINT, one under nohup SIGHUP. A shell
    /// cannot undo what it inherits: chef-client could not be asked to stop.
    /// </summary>
    private static ReadOnlySpan<int> DefaultSignals => [1, 2, 3, 13, 15, 17];

    /// <summary>0 or the error's number.</summary>
    private static unsafe int Spawn(out int pid, int input, string[] arguments, string[] environment)
    {
        byte* attributes = stackalloc byte[StructureBytes], actions = stackalloc byte[StructureBytes], signals = stackalloc byte[StructureBytes];
        var (argv, envp) = (Texts(arguments), Texts(environment));
        Check(AttributesInit(attributes));
        Check(ActionsInit(actions));
        try
        {
            Check(SetEmpty(signals));
            Check(SetMask(attributes, signals));
            foreach (var signal in DefaultSignals) Check(SetAdd(signals, signal));
            Check(SetDefaults(attributes, signals));
            Check(SetFlags(attributes, SetSignalDefaults | SetSignalMask | SetSession));
            Check(AddDup(actions, input, 0));
            Check(AddChangeDirectory(actions, "/"));
            fixed (IntPtr* argvStart = argv, envpStart = envp) return PosixSpawn(out pid, arguments[0], actions, attributes, argvStart, envpStart);
        }
        finally
        {
            _ = ActionsDestroy(actions);
            _ = AttributesDestroy(attributes);
            foreach (var text in argv.Concat(envp)) Marshal.FreeCoTaskMem(text);
        }
    }

    /// <summary>C strings, a null behind the last.</summary>
    private static IntPtr[] Texts(string[] texts) => [.. texts.Select(Marshal.StringToCoTaskMemUTF8), IntPtr.Zero];

    private static void Check(int error)
    {
        if (error != 0) throw new IOException($"posix_spawn cannot be prepared: {Marshal.GetPInvokeErrorMessage(error)}");
    }

    [LibraryImport("libc", EntryPoint = "posix_spawn", StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int PosixSpawn(out int pid, string path, byte* actions, byte* attributes, IntPtr* arguments, IntPtr* environment);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_init")]
    private static unsafe partial int AttributesInit(byte* attributes);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_destroy")]
    private static unsafe partial int AttributesDestroy(byte* attributes);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setflags")]
    private static unsafe partial int SetFlags(byte* attributes, short flags);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setsigdefault")]
    private static unsafe partial int SetDefaults(byte* attributes, byte* signals);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setsigmask")]
    private static unsafe partial int SetMask(byte* attributes, byte* signals);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_init")]
    private static unsafe partial int ActionsInit(byte* actions);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_destroy")]
    private static unsafe partial int ActionsDestroy(byte* actions);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_adddup2")]
    private static unsafe partial int AddDup(byte* actions, int from, int to);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_addchdir_np", StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int AddChangeDirectory(byte* actions, string path);

    [LibraryImport("libc", EntryPoint = "sigemptyset")]
    private static unsafe partial int SetEmpty(byte* signals);

    [LibraryImport("libc", EntryPoint = "sigaddset")]
    private static unsafe partial int SetAdd(byte* signals, int signal);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int SetPipeSize(SafeHandle pipe, int command, int bytes);
}
