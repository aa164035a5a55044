using System.Buffers;
using System.Buffers.Binary;

namespace ChefActors.ZooKeeper.Wire;

/// <summary>
/// Cuts a stream of bytes into frames (a big-endian length, then that many bytes). The owner receives into <see cref="GetBuffer"/>,
/// says how much with <see cref="Advance"/> and takes frames until there is none. The buffer grows with the bytes that came, never with
/// what a length claims, and goes back to the pool whenever everything was taken, so that an idle connection holds none.
/// </summary>
internal sealed class FrameReader(int limit, int firstSize = 4096) : IDisposable
{
    /// <summary>The buffer grows up to here because much comes; further only for a frame that needs it.</summary>
    private const int LargestUnasked = 64 * 1024;

    private byte[] _buffer = [];
    private int _start;
    private int _end;
    private bool _filled;

    /// <summary>Bytes that came and were not taken.</summary>
    public int Buffered => _end - _start;

    /// <summary>A whole frame is there.</summary>
    /// <exception cref="WireFormatException">Its length is negative or above the limit.</exception>
    public bool HasFrame => NextLength() >= 0;

    /// <summary>Where the next bytes go; never empty.</summary>
    public Memory<byte> GetBuffer()
    {
        if (Buffered == 0) MakeRoomInEmpty();
        else if (_end == _buffer.Length) MakeRoom();
        return _buffer.AsMemory(_end);
    }

    /// <summary><paramref name="count"/> bytes were put into the buffer of <see cref="GetBuffer"/>.</summary>
    public void Advance(int count)
    {
        _end += count;
        _filled = _end == _buffer.Length;
    }

    /// <summary>The next whole frame without its length; valid until the next call of <see cref="GetBuffer"/> or <see cref="ReleaseIfEmpty"/>.</summary>
    /// <exception cref="WireFormatException">Its length is negative or above the limit.</exception>
    public bool TryRead(out ReadOnlySpan<byte> frame)
    {
        var length = NextLength();
        frame = default;
        if (length < 0) return false;
        frame = _buffer.AsSpan(_start + 4, length);
        _start += 4 + length;
        return true;
    }

    /// <summary>Gives the buffer back when every byte was taken.</summary>
    public void ReleaseIfEmpty()
    {
        if (Buffered == 0) Dispose();
    }

    /// <inheritdoc />
    public void Dispose()
    {
        if (_buffer.Length > 0) ArrayPool<byte>.Shared.Return(_buffer);
        (_buffer, _start, _end) = ([], 0, 0);
    }

    /// <summary>The length of the next frame, -1 when it is not whole.</summary>
    private int NextLength()
    {
        if (Buffered < 4) return -1;
        var length = BinaryPrimitives.ReadInt32BigEndian(_buffer.AsSpan(_start));
        if (length < 0) throw new WireFormatException($"a frame claims {length} bytes, allowed are 0 to {limit}");
        if (length > limit) throw new FrameTooLargeException(length, limit, Buffered < 8 ? null : BinaryPrimitives.ReadInt32BigEndian(_buffer.AsSpan(_start + 4)));
        return Buffered - 4 < length ? -1 : length;
    }

    /// <summary>From its beginning on; into a larger buffer where what comes has filled this one, so that much is taken at once.</summary>
    private void MakeRoomInEmpty()
    {
        if (_buffer.Length == 0 || (_filled && _buffer.Length < LargestUnasked))
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(firstSize, 2 * _buffer.Length));
            Dispose();
            _buffer = larger;
        }

        (_start, _end) = (0, 0);
    }

    private void MakeRoom()
    {
        var kept = _buffer.AsSpan(_start, Buffered);
        if (kept.Length <= _buffer.Length / 2)
        {
            kept.CopyTo(_buffer);
        }
        else
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(firstSize, checked(kept.Length * 2)));
            kept.CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }

        (_start, _end) = (0, kept.Length);
    }
}
