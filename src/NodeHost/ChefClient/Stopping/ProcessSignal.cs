using System.Runtime.InteropServices;

namespace ChefActors.NodeHost.ChefClient.Stopping;

/// <summary>A signal to exactly one process: a pidfd (Linux 5.3) holds it while its identity is compared, so a pid that a stranger got meanwhile is never hit.</summary>
internal static partial class ProcessSignal
{
    private const nint PidfdSendSignal = 424;
    private const nint PidfdOpen = 434;
    private const int NoSuchCall = 38;

    /// <summary>Sends it; false when the process is gone or may not be signalled.</summary>
    internal static bool Send(ProcessIdentity process, ChefSignal signal)
    {
        var descriptor = (int)Call(PidfdOpen, process.Pid, 0, 0, 0);
        if (descriptor < 0)
        {
            // An older kernel: the comparison just before is all that there is.
            return Marshal.GetLastPInvokeError() == NoSuchCall && IsStill(process) && Kill(process.Pid, (int)signal) == 0;
        }

        try
        {
            return IsStill(process) && Call(PidfdSendSignal, descriptor, (nint)signal, 0, 0) == 0;
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    private static bool IsStill(ProcessIdentity process) => ProcessEntry.Read(process.Pid)?.StartTime == process.StartTime;

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint Call(nint number, nint first, nint second, nint third, nint fourth);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int pid, int signal);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
