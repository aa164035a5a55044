using System.Runtime.InteropServices;

namespace ChefActors.Benchmarks.Processes;

/// <summary>kill(2).</summary>
internal static partial class Libc
{
    /// <summary>SIGTERM.</summary>
    internal const int Terminate = 15;

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int Kill(int pid, int signal);
}
