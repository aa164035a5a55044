using System.Buffers.Binary;
using ChefActors.NodeHost.Journal;

namespace ChefActors.NodeHost.Tests.Journal;

public sealed class JournalCodecTests
{
    private static readonly byte[][] _parts = [.. Records.OneOfEach.Select(JournalCodec.Write)];
    private static readonly byte[] _whole = [.. _parts.SelectMany(part => part)];

    [Fact]
    public void Every_record_comes_back()
    {
        var reading = JournalCodec.Read(_whole);
        Assert.Null(reading.Damage);
        Assert.Equal(_whole.Length, reading.ValidBytes);
        Assert.Equal(Records.OneOfEach.Select(Records.Text), reading.Records.Select(Records.Text));
    }

    [Fact]
    public void A_journal_cut_at_any_byte_holds_the_whole_records_before_the_cut()
    {
        for (var cut = 0; cut <= _whole.Length; cut++)
        {
            var reading = JournalCodec.Read(_whole.AsSpan(0, cut));
            var (whole, bytes) = (0, 0);
            while (whole < _parts.Length && bytes + _parts[whole].Length <= cut) bytes += _parts[whole++].Length;
            Assert.Null(reading.Damage);
            Assert.Equal(whole, reading.Records.Count);
            Assert.Equal(bytes, reading.ValidBytes);
        }
    }

    [Fact]
    public void A_cut_followed_by_zeros_is_a_cut()
    {
        for (var cut = 0; cut <= _whole.Length; cut += 7)
        {
            var reading = JournalCodec.Read([.. _whole.AsSpan(0, cut), .. new byte[4096]]);
            Assert.Null(reading.Damage);
            Assert.True(reading.ValidBytes <= cut);
        }
    }

    [Theory]
    [InlineData(512)]
    [InlineData(4096)]
    public void A_last_record_of_which_the_disk_kept_any_blocks_and_lost_others_is_a_torn_write(int block)
    {
        var last = JournalCodec.Write(new JournalRecord.Adopted(new string('x', 10_000)));
        var file = (byte[])[.. _whole, .. last, .. new byte[5000]];
        var end = _whole.Length + last.Length;
        for (var lost = _whole.Length / block; lost * block < end; lost++)
        {
            var torn = file.ToArray();
            var from = Math.Max(lost * block, _whole.Length);
            torn.AsSpan(from, Math.Min((lost + 1) * block, end) - from).Clear();
            var reading = JournalCodec.Read(torn);
            Assert.Null(reading.Damage);
            Assert.Equal(_whole.Length, reading.ValidBytes);
        }
    }

    [Fact]
    public void A_length_that_became_zero_before_a_whole_record_is_damage()
    {
        var broken = _whole.ToArray();
        BinaryPrimitives.WriteInt32LittleEndian(broken, 0);
        Assert.NotNull(JournalCodec.Read(broken).Damage);
    }

    [Fact]
    public void A_changed_byte_in_the_text_of_any_record_but_the_last_is_damage()
    {
        var at = 0;
        foreach (var part in _parts[..^1])
        {
            var broken = _whole.ToArray();
            broken[at + part.Length - 2] ^= 1;
            var reading = JournalCodec.Read(broken);
            Assert.NotNull(reading.Damage);
            Assert.Equal(at, reading.ValidBytes);
            at += part.Length;
        }
    }

    [Fact]
    public void A_changed_byte_in_the_last_record_is_a_torn_write()
    {
        for (var i = 4; i < _parts[^1].Length; i++)
        {
            var broken = _whole.ToArray();
            broken[^i] ^= 1;
            var reading = JournalCodec.Read(broken);
            if (i <= _parts[^1].Length - 12) Assert.Null(reading.Damage);
            Assert.Equal(_parts.Length - 1, reading.Records.Count);
        }
    }

    [Fact]
    public void A_length_that_claims_the_rest_of_the_file_is_damage_when_a_whole_record_stands_in_it()
    {
        var broken = _whole.ToArray();
        BinaryPrimitives.WriteInt32LittleEndian(broken, 1_000_000);
        Assert.NotNull(JournalCodec.Read(broken).Damage);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    [InlineData(int.MaxValue)]
    [InlineData(JournalCodec.MaxRecordBytes + 1)]
    public void A_length_that_cannot_be_is_damage(int length)
    {
        var bytes = new byte[100];
        Array.Fill(bytes, (byte)'x');
        BinaryPrimitives.WriteInt32LittleEndian(bytes, length);
        Assert.NotNull(JournalCodec.Read(bytes).Damage);
    }

    [Fact]
    public void Any_bytes_are_read_or_refused_and_never_throw()
    {
        var random = new Random(5);
        for (var i = 0; i < 2000; i++)
        {
            var bytes = new byte[random.Next(200)];
            random.NextBytes(bytes);
            if (i % 2 == 0 && bytes.Length > 4) BinaryPrimitives.WriteInt32LittleEndian(bytes, random.Next(bytes.Length));
            var reading = JournalCodec.Read(bytes);
            Assert.Empty(reading.Records);
        }
    }
}
