using System.ComponentModel;
using System.Runtime.InteropServices;

namespace ChefActors.Testing;

/// <summary>kill(2).</summary>
public static partial class Signals
{
    public static void Send(int pid, UnixSignal signal)
    {
        if (Kill(pid, (int)signal) != 0) throw new Win32Exception(Marshal.GetLastPInvokeError(), $"kill({pid}, {signal})");
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Kill(int pid, int signal);
}
