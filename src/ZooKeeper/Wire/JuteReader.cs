using System.Buffers.Binary;
using System.Text;

namespace ChefActors.ZooKeeper.Wire;

/// <summary>
/// Reads jute's binary encoding. Whatever the bytes are, it returns values or throws <see cref="WireFormatException"/>,
/// and allocates no more than the bytes that are there can fill.
/// </summary>
internal ref struct JuteReader(ReadOnlySpan<byte> bytes)
{
    private static readonly UTF8Encoding _strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _position;

    /// <summary>Bytes that were not read yet.</summary>
    public readonly int Remaining => _bytes.Length - _position;

    /// <summary>Bytes that were read.</summary>
    public readonly int Position => _position;

    public int ReadInt() => BinaryPrimitives.ReadInt32BigEndian(Take(4));

    public long ReadLong() => BinaryPrimitives.ReadInt64BigEndian(Take(8));

    public bool ReadBool() => Take(1)[0] != 0;

    /// <summary>UTF-8 text; null when the sender wrote null.</summary>
    public string? ReadString()
    {
        var length = ReadLength("string");
        if (length < 0) return null;
        try
        {
            return _strict.GetString(Take(length));
        }
        catch (DecoderFallbackException)
        {
            throw new WireFormatException("a string is not UTF-8");
        }
    }

    /// <summary>A string that must not be null, such as a path.</summary>
    public string ReadText() => ReadString() ?? throw new WireFormatException("a string is null where one is needed");

    /// <summary>A copy of the bytes; null when the sender wrote null.</summary>
    public byte[]? ReadBuffer()
    {
        var length = ReadLength("buffer");
        return length < 0 ? null : length == 0 ? [] : Take(length).ToArray();
    }

    /// <summary>
    /// The number of items of a vector, -1 for null; never more than the rest of the frame can hold when an item has at least
    /// <paramref name="smallestItem"/> bytes.
    /// </summary>
    public int ReadCount(int smallestItem)
    {
        var count = ReadInt();
        if (count < -1 || count > Remaining / smallestItem)
        {
            throw new WireFormatException($"a vector claims {count} items, {Remaining} bytes are left");
        }

        return count;
    }

    /// <summary>A vector of strings; null reads as empty.</summary>
    public string[] ReadTexts()
    {
        var count = ReadCount(4);
        if (count <= 0) return [];
        var texts = new string[count];
        for (var i = 0; i < count; i++) texts[i] = ReadText();
        return texts;
    }

    private int ReadLength(string what)
    {
        var length = ReadInt();
        if (length < -1 || length > Remaining) throw new WireFormatException($"a {what} claims {length} bytes, {Remaining} are left");
        return length;
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > Remaining) throw new WireFormatException($"the message ends: {count} bytes are needed, {Remaining} are left");
        var taken = _bytes.Slice(_position, count);
        _position += count;
        return taken;
    }
}
