using System.Runtime.InteropServices;

namespace ChefActors.NodeHost;

/// <summary>Time since boot with suspend counted (CLOCK_BOOTTIME, clock_gettime(2)): a machine that slept knows that its deadlines have passed.</summary>
internal static partial class BootClock
{
    private const int Boottime = 7;

    /// <summary>Now.</summary>
    internal static TimeSpan Now
    {
        get
        {
            if (Read(Boottime, out var time) != 0) throw new InvalidOperationException("CLOCK_BOOTTIME cannot be read");
            return TimeSpan.FromSeconds(time.Seconds) + TimeSpan.FromMicroseconds(time.Nanoseconds / 1000.0);
        }
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int Read(int clock, out TimeSpec time);

    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpec
    {
        public nint Seconds;
        public nint Nanoseconds;
    }
}
