using System.Runtime.InteropServices;
using System.Text;

namespace ChefActors.ChefStandIn.Native;

/// <summary>Whole writes and opens over bare file descriptors.</summary>
internal static unsafe class Descriptor
{
    /// <summary>Writes all bytes; false when the reader is gone or the disk refuses.</summary>
    internal static bool WriteAll(int descriptor, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* start = bytes)
        {
            var done = 0;
            while (done < bytes.Length)
            {
                var written = Libc.Write(descriptor, start + done, (nuint)(bytes.Length - done));
                if (written >= 0)
                    done += (int)written;
                else if (!MayRetry(descriptor, Marshal.GetLastSystemError()))
                    return false;
            }
        }

        return true;
    }

    /// <summary>Opens with close-on-exec, so that no command of a resource keeps a lock or a log alive; -1 when refused.</summary>
    internal static int Open(string path, int flags)
    {
        fixed (byte* name = NullTerminated(path))
            return Libc.Open(name, flags | Libc.CloseOnExec, 0x1A4);
    }

    internal static byte[] NullTerminated(string text)
    {
        var bytes = new byte[Encoding.UTF8.GetByteCount(text) + 1];
        Encoding.UTF8.GetBytes(text, bytes);
        return bytes;
    }

    private static bool MayRetry(int descriptor, int error)
    {
        if (error == Libc.ErrorInterrupted)
            return true;
        if (error != Libc.ErrorAgain)
            return false;

        // A stdout that somebody made non-blocking: wait as a blocking one would.
        var entry = new Libc.PollEntry { Descriptor = descriptor, Events = Libc.PollOut };
        Libc.Poll(&entry, 1, -1);
        return true;
    }
}
