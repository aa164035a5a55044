using System.Runtime.InteropServices;

namespace ChefActors.NodeHost.ChefClient.Stopping;

/// <summary>waitpid, waitid and prctl as Linux has them.</summary>
internal sealed partial class ChildReaper
{
    private const int NoHang = 1;
    private const int Exited = 4;
    private const int NoWait = 0x01000000;
    private const int AnyChild = 0;
    private const int SetChildSubreaper = 36;
    private const int NoChild = 10;

    /// <summary>siginfo_t has 128 bytes; on 64-bit Linux the pid of SIGCHLD is at 16.</summary>
    private const int SignalInfoBytes = 128;
    private const int SignalInfoPid = 16;

    /// <summary>Whether a child of ours has ended and was reaped now, or is none of ours any more.</summary>
    private static bool HasEnded(int pid)
    {
        var reaped = Wait(pid, out _, NoHang);
        return reaped == pid || (reaped < 0 && Marshal.GetLastPInvokeError() == NoChild);
    }

    /// <summary>A child that has ended and is not reaped yet; 0: none.</summary>
    private static unsafe int EndedChild()
    {
        byte* information = stackalloc byte[SignalInfoBytes];
        new Span<byte>(information, SignalInfoBytes).Clear();
        return WaitAny(AnyChild, 0, information, Exited | NoHang | NoWait) == 0 ? *(int*)(information + SignalInfoPid) : 0;
    }

    [LibraryImport("libc", EntryPoint = "waitpid", SetLastError = true)]
    private static partial int Wait(int pid, out int status, int options);

    [LibraryImport("libc", EntryPoint = "waitid", SetLastError = true)]
    private static unsafe partial int WaitAny(int type, int id, byte* information, int options);

    [LibraryImport("libc", EntryPoint = "prctl", SetLastError = true)]
    private static partial int Control(int option, nint value, nint unused3, nint unused4, nint unused5);
}
