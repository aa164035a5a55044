using ChefActors.Core.Queries;
using FsCheck.Xunit;

namespace ChefActors.Core.Tests.Queries;

public sealed class PackedBytesProperties
{
    [Property(MaxTest = 200)]
    public bool Any_bytes_come_back_as_they_were(byte[] bytes)
    {
        var (data, taken) = PackedBytes.Pack(bytes, 1024 + (bytes.Length * 2));
        return taken == bytes.Length && PackedBytes.TryUnpack(data, taken, out var unpacked) && unpacked.AsSpan().SequenceEqual(bytes);
    }

    [Property(MaxTest = 300)]
    public bool However_little_fits_some_is_taken_it_stays_within_the_bound_and_comes_back(int seed, ushort length, ushort room, bool packsWell)
    {
        var bytes = new byte[1 + length];
        if (!packsWell) new Random(seed).NextBytes(bytes);
        var atMost = 1024 + room;
        var (data, taken) = PackedBytes.Pack(bytes, atMost);
        return taken > 0 && data.Length <= atMost && PackedBytes.TryUnpack(data, taken, out var unpacked) && unpacked.AsSpan().SequenceEqual(bytes.AsSpan(0, taken));
    }

    [Property(MaxTest = 500)]
    public bool Any_text_unpacks_or_is_refused(string? text, int bytes) => !PackedBytes.TryUnpack(text ?? "", bytes, out var unpacked) || unpacked.Length == bytes;

    [Fact]
    public void What_unpacks_to_more_or_fewer_bytes_than_were_said_is_refused()
    {
        var (data, taken) = PackedBytes.Pack(new byte[100_000], 4096);
        Assert.Equal(100_000, taken);
        Assert.True(PackedBytes.TryUnpack(data, taken, out _));
        Assert.False(PackedBytes.TryUnpack(data, taken - 1, out _));
        Assert.False(PackedBytes.TryUnpack(data, taken + 1, out _));
        Assert.False(PackedBytes.TryUnpack(data, Query.LogBytesAtMost + 1, out _));
        Assert.False(PackedBytes.TryUnpack(data[..(data.Length / 8 * 4)], taken, out _));
    }
}
