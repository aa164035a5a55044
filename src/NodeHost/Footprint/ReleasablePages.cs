using System.Buffers.Text;

namespace ChefActors.NodeHost.Footprint;

/// <summary>
/// Which mappings of a process can be given up without losing anything, by the lines of its <c>/proc/PID/smaps</c> (proc_pid_smaps(5)). Pure. Those are what
/// was mapped from a file, may not be written, and holds no page that differs from the file: the next access reads the same bytes again.
/// </summary>
internal sealed class ReleasablePages
{
    private PageRange _range;
    private bool _isReadOnlyFile;
    private bool _isResident;
    private bool _isChanged;

    /// <summary>The next line, without its end; the answer is the mapping before it, when that one is to be given up and this line ends it.</summary>
    internal PageRange? Read(ReadOnlySpan<byte> line)
    {
        if (!TryHeader(line, out var range, out var isReadOnlyFile))
        {
            Note(line);
            return null;
        }

        var before = End();
        (_range, _isReadOnlyFile, _isResident, _isChanged) = (range, isReadOnlyFile, false, false);
        return before;
    }

    /// <summary>The last mapping, when it is to be given up.</summary>
    internal PageRange? End() => _isReadOnlyFile && _isResident && !_isChanged ? _range : null;

    /// <summary><c>7f12a000-7f12c000 r-xp 00000000 08:01 1234     /path</c>.</summary>
    private static bool TryHeader(ReadOnlySpan<byte> line, out PageRange range, out bool isReadOnlyFile)
    {
        (range, isReadOnlyFile) = (default, false);
        if (!Utf8Parser.TryParse(line, out ulong start, out var used, 'x') || used >= line.Length || line[used] != '-') return false;
        line = line[(used + 1)..];
        if (!Utf8Parser.TryParse(line, out ulong end, out used, 'x') || used >= line.Length || line[used] != ' ') return false;
        line = line[(used + 1)..];
        range = new PageRange((nuint)start, (nuint)end);

        // Anonymous mappings have no path, the kernel's own have one in brackets.
        isReadOnlyFile = (line.StartsWith("r--p "u8) || line.StartsWith("r-xp "u8) || line.StartsWith("r--s "u8)) && line.IndexOf(" /"u8) > 0;
        return true;
    }

    /// <summary><c>Private_Dirty:         4 kB</c>.</summary>
    private void Note(ReadOnlySpan<byte> line)
    {
        var colon = line.IndexOf((byte)':');
        if (colon < 0 || line[(colon + 1)..].TrimStart((byte)' ').StartsWith("0 "u8)) return;
        var name = line[..colon];
        _isResident |= name.SequenceEqual("Rss"u8);
        _isChanged |= name.SequenceEqual("Shared_Dirty"u8) || name.SequenceEqual("Private_Dirty"u8) || name.SequenceEqual("Anonymous"u8)
            || name.SequenceEqual("Swap"u8) || name.SequenceEqual("Locked"u8);
    }
}
