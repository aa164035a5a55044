using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace ChefActors.ZooKeeper.Wire;

/// <summary>
/// Writes jute's binary encoding into one growing buffer from the shared pool, which is rented at the first write and goes back
/// with <see cref="Dispose"/>, <see cref="Release"/> or <see cref="Detach"/>. Not for several threads at once.
/// </summary>
internal sealed class JuteWriter(int firstSize = 256) : IDisposable
{
    private byte[] _buffer = [];
    private int _length;

    /// <summary>Bytes written.</summary>
    public int Length => _length;

    /// <summary>Bytes that the buffer holds without growing.</summary>
    public int Capacity => _buffer.Length;

    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, _length);

    public ReadOnlyMemory<byte> WrittenMemory => _buffer.AsMemory(0, _length);

    /// <summary>Makes room for what will be written, at once.</summary>
    public void Expect(int bytes)
    {
        var needed = checked(_length + bytes);
        if (needed > _buffer.Length) Grow(needed);
    }

    /// <summary>Leaves room for a frame's length; give the result to <see cref="EndFrame"/>.</summary>
    public int BeginFrame()
    {
        var start = _length;
        Reserve(4);
        return start;
    }

    /// <summary>Writes the frame's length where <see cref="BeginFrame"/> left room. Returns the length, which does not count itself.</summary>
    public int EndFrame(int start)
    {
        var length = _length - start - 4;
        Overwrite(start, length);
        return length;
    }

    /// <summary>Writes an int over what is at <paramref name="start"/>.</summary>
    public void Overwrite(int start, int value) => BinaryPrimitives.WriteInt32BigEndian(_buffer.AsSpan(start, 4), value);

    /// <summary>Takes back what was written after <paramref name="length"/>.</summary>
    public void Truncate(int length) => _length = Math.Min(length, _length);

    public void WriteInt(int value) => BinaryPrimitives.WriteInt32BigEndian(Reserve(4), value);

    public void WriteLong(long value) => BinaryPrimitives.WriteInt64BigEndian(Reserve(8), value);

    public void WriteBool(bool value) => Reserve(1)[0] = value ? (byte)1 : (byte)0;

    /// <summary>UTF-8 text; null is written as null.</summary>
    public void WriteString(string? value)
    {
        if (value is null)
        {
            WriteInt(-1);
            return;
        }

        var start = _length;
        var room = Reserve(4 + Encoding.UTF8.GetMaxByteCount(value.Length));
        var written = Encoding.UTF8.GetBytes(value, room[4..]);
        BinaryPrimitives.WriteInt32BigEndian(room, written);
        _length = start + 4 + written;
    }

    /// <summary>Bytes; null is written as null.</summary>
    public void WriteBuffer(byte[]? value)
    {
        if (value is null)
        {
            WriteInt(-1);
            return;
        }

        WriteInt(value.Length);
        WriteRaw(value);
    }

    /// <summary>Bytes as they are, without a length.</summary>
    public void WriteRaw(ReadOnlySpan<byte> value) => value.CopyTo(Reserve(value.Length));

    public void WriteTexts(IReadOnlyList<string> texts)
    {
        WriteInt(texts.Count);
        for (var i = 0; i < texts.Count; i++) WriteString(texts[i]);
    }

    /// <summary>Forgets what was written and gives the buffer back; the writer can be used again.</summary>
    public void Release()
    {
        var (buffer, _) = Detach();
        if (buffer.Length > 0) ArrayPool<byte>.Shared.Return(buffer);
    }

    /// <summary>Hands the rented buffer to the caller, who returns it to the shared pool. The writer can be used again.</summary>
    public (byte[] Buffer, int Length) Detach()
    {
        var detached = (_buffer, _length);
        (_buffer, _length) = ([], 0);
        return detached;
    }

    /// <inheritdoc />
    public void Dispose() => Release();

    private Span<byte> Reserve(int count)
    {
        Expect(count);
        var room = _buffer.AsSpan(_length, count);
        _length += count;
        return room;
    }

    private void Grow(int needed)
    {
        var twice = (int)Math.Min(Array.MaxLength, 2L * _buffer.Length);
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, Math.Max(firstSize, twice)));
        _buffer.AsSpan(0, _length).CopyTo(larger);
        if (_buffer.Length > 0) ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
