using System.Runtime.InteropServices;

namespace ChefActors.NodeHost.Footprint;

/// <summary>Unmaps what this process mapped of files and has not changed. The bytes stay in the page cache, from where a fault brings them back in microseconds.</summary>
internal static partial class MappedFiles
{
    private const int DontNeed = 4;
    private const int LongestLine = 8 * 1024;

    /// <summary>Does it, mapping by mapping, with nothing left on the heap.</summary>
    /// <exception cref="IOException">The table of mappings cannot be read.</exception>
    internal static void Release()
    {
        using var table = File.OpenHandle("/proc/self/smaps");
        var pages = new ReleasablePages();
        Span<byte> buffer = stackalloc byte[2 * LongestLine];
        var (filled, position) = (0, 0L);
        while (RandomAccess.Read(table, buffer[filled..], position) is > 0 and var read)
        {
            position += read;
            filled += read;
            var rest = buffer[..filled];
            while (rest.IndexOf((byte)'\n') is >= 0 and var end)
            {
                Release(pages.Read(rest[..end]));
                rest = rest[(end + 1)..];
            }

            // A path can be long, but none that a program was loaded from is longer than a page or two.
            if (rest.Length > LongestLine) throw new IOException($"a line of /proc/self/smaps has more than {LongestLine} bytes");
            rest.CopyTo(buffer);
            filled = rest.Length;
        }

        Release(pages.End());
    }

    /// <summary>A refusal, as for a mapping that is gone by now, leaves things as they are.</summary>
    private static void Release(PageRange? range)
    {
        if (range is { } pages) _ = Advise(pages.Start, pages.End - pages.Start, DontNeed);
    }

    /// <summary>madvise(2).</summary>
    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(nuint address, nuint length, int advice);
}
