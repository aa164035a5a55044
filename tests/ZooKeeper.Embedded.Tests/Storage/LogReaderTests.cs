using ChefActors.ZooKeeper.Embedded.Storage.Records;
using ChefActors.ZooKeeper.Embedded.Tests.Tree;

namespace ChefActors.ZooKeeper.Embedded.Tests.Storage;

public sealed class LogReaderTests
{
    private readonly LogSample _log = new();
    private readonly int _firstEnd;
    private readonly int _secondEnd;
    private readonly string _imageAfterTwo;
    private readonly int _end;

    /// <summary>Three records: two znodes and a session; more of both, some refused; a large value.</summary>
    public LogReaderTests()
    {
        _log.OpenSession(1, 4000);
        _log.Apply(new ZnodeOperation.Create("/a", [1, 2, 3]), new ZnodeOperation.Create("/a/e", null, CreateMode.Ephemeral));
        _firstEnd = _log.EndRecord();
        _log.Apply(new ZnodeOperation.Delete("/not-there"));
        _log.Apply(new ZnodeOperation.SetData("/a", null), new ZnodeOperation.Create("/a/s-", [], CreateMode.PersistentSequential));
        _log.SetAcl("/a", [new Acl(ZnodePermissions.Read, "world", "anyone"), new Acl(ZnodePermissions.All, "digest", "u:x")]);
        _secondEnd = _log.EndRecord();
        _imageAfterTwo = TreeImage.Of(_log.Tree);
        _log.Apply(new ZnodeOperation.Create("/b", Enumerable.Range(0, 300).Select(i => (byte)i).ToArray()));
        _log.CloseSession(1);
        _end = _log.EndRecord();
    }

    [Fact]
    public void Everything_written_is_read_back_refused_transactions_and_sessions_too()
    {
        var reading = _log.Read(out var image);
        Assert.Equal((_end, _secondEnd, null, null), (reading.ValidBytes, reading.LastRecordAt, reading.Torn, reading.Damage));
        Assert.Equal(TreeImage.Of(_log.Tree), TreeImage.Of(image.Tree));
        Assert.Equal((7, 1L, 0), (image.LastZxid, image.LastSessionId, image.Sessions.Count));
    }

    [Fact]
    public void The_room_behind_the_last_record_is_no_record()
    {
        var reading = _log.Read([.. _log.Bytes, .. new byte[5000]], out _);
        Assert.Equal((_end, null, null), (reading.ValidBytes, reading.Torn, reading.Damage));
    }

    [Fact]
    public void A_last_record_that_ends_at_any_byte_is_torn_and_what_was_before_it_holds()
    {
        for (var length = _secondEnd + 1; length < _end; length++)
        {
            var cut = _log.Bytes[..length];
            var cutInZeros = cut.AsSpan(_secondEnd).IndexOfAnyExcept((byte)0) < 0;
            AssertTorn(_log.Read(cut, out var image), image, $"cut at {length}", cutInZeros);
            if (_log.Bytes.AsSpan(length).IndexOfAnyExcept((byte)0) < 0) continue;
            AssertTorn(_log.Read([.. cut, .. new byte[_end - length + 100]], out image), image, $"zeros from {length}", cutInZeros);
        }
    }

    [Fact]
    public void A_last_record_of_which_any_part_did_not_reach_the_disk_is_torn()
    {
        for (var at = _secondEnd; at < _end; at++)
        {
            var holed = _log.Bytes;
            holed.AsSpan(at, Math.Min(16, _end - at)).Clear();
            if (holed.AsSpan().SequenceEqual(_log.Bytes)) continue;
            AssertTorn(_log.Read([.. holed, .. new byte[100]], out var image), image, $"a hole at {at}", cutInZeros: false);
        }
    }

    [Fact]
    public void A_byte_that_changed_in_an_earlier_record_is_damage_with_its_place()
    {
        for (var at = FileHeader.Size; at < _secondEnd; at++)
        {
            var spoilt = _log.Bytes;
            spoilt[at] ^= 0x40;
            var reading = _log.Read(spoilt, out _);
            Assert.True(reading.Damage is not null, $"byte {at} was changed and nobody noticed");
            Assert.Equal(at < _firstEnd ? FileHeader.Size : _firstEnd, reading.ValidBytes);
            Assert.Contains($"follows at byte {(at < _firstEnd ? _firstEnd : _secondEnd)}", reading.Damage, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_record_that_is_missing_in_between_is_damage()
    {
        var bytes = _log.Bytes;
        var reading = _log.Read([.. bytes[.._firstEnd], .. bytes[_secondEnd..]], out _);
        Assert.Contains("is missing", reading.Damage, StringComparison.Ordinal);
    }

    [Fact]
    public void A_record_of_another_file_does_not_count()
    {
        var other = _log.Header with { Zxid = 1 };
        Assert.NotEqual(other.Seed, _log.Header.Seed);
        var image = new StoreImage();
        Assert.NotNull(ChefActors.ZooKeeper.Embedded.Storage.Recovery.LogReader.Read(_log.Bytes, other, image).Torn);
        Assert.Equal(0, image.LastZxid);
    }

    private void AssertTorn(ChefActors.ZooKeeper.Embedded.Storage.Recovery.LogReading reading, StoreImage image, string what, bool cutInZeros)
    {
        Assert.True(reading.Damage is null, $"{what}: {reading.Damage}");
        Assert.True(cutInZeros || reading.Torn is not null, $"{what}: not torn");
        Assert.Equal(_secondEnd, reading.ValidBytes);
        Assert.Equal(_imageAfterTwo, TreeImage.Of(image.Tree));
    }
}
