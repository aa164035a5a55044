using ChefActors.ZooKeeper.Embedded.Storage.Records;
using ChefActors.ZooKeeper.Embedded.Storage.Recovery;
using ChefActors.ZooKeeper.Embedded.Tests.Wire;
using ChefActors.ZooKeeper.Wire;

namespace ChefActors.ZooKeeper.Embedded.Tests.Storage;

/// <summary>Directories that are not as a server left them.</summary>
public sealed class DamageTests
{
    private readonly LineLogger _logger = new();

    [Fact]
    public async Task A_torn_end_is_cut_with_a_line_that_says_where()
    {
        var disk = await FilledAsync();
        var log = LastLog(disk);
        var (bytes, end) = (disk.Bytes(log), EndOf(disk, log));
        bytes[end + 3] = 200;
        bytes[end + 7] = 77;
        disk.Put(log, bytes);
        await AssertWholeAsync(disk);
        Assert.Contains(_logger.Lines, line => line.StartsWith("Warning", StringComparison.Ordinal) && line.Contains($"{log}, byte {end}: a record of 200 bytes", StringComparison.Ordinal) && line.Contains("it is cut", StringComparison.Ordinal));
        Assert.InRange(EndOf(disk, log), end + 1, int.MaxValue);
    }

    [Fact]
    public async Task Damage_before_the_end_of_the_last_log_refuses_the_start_and_says_where_and_what_to_do()
    {
        var disk = await FilledAsync();
        var log = LastLog(disk);
        var bytes = disk.Bytes(log);
        bytes[FileHeader.Size + RecordFrame.PrefixSize + 30] ^= 1;
        disk.Put(log, bytes);
        var refused = await RefusedAsync(disk);
        Assert.Equal(FileHeader.Size, refused.Offset);
        Assert.EndsWith(log, refused.File, StringComparison.Ordinal);
        Assert.Contains("does not match its checksum, and a whole record follows", refused.Message, StringComparison.Ordinal);
        Assert.Contains("Put the directory back from a copy", refused.Message, StringComparison.Ordinal);
        Assert.Equal(bytes, disk.Bytes(log));
    }

    [Fact]
    public async Task A_torn_end_of_a_log_that_is_not_the_last_refuses_the_start()
    {
        var disk = await FilledAsync(snapshots: true);
        Spoil(disk, Newest(disk, StoreFileNames.ZxidOfSnapshot), 60);
        var log = disk.List().Where(n => StoreFileNames.ZxidOfLog(n) is not null).Order(StringComparer.Ordinal).SkipLast(1).Last();
        disk.Put(log, disk.Bytes(log)[..(EndOf(disk, log) - 1)]);
        var refused = await RefusedAsync(disk);
        Assert.Contains("there is a later log", refused.Message, StringComparison.Ordinal);
        Assert.EndsWith(log, refused.File, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_log_refuses_the_start()
    {
        var disk = await FilledAsync(snapshots: true);
        var newest = Newest(disk, StoreFileNames.ZxidOfLog);
        disk.Delete(newest);
        Assert.Contains("it is missing", (await RefusedAsync(disk)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_log_without_the_one_before_it_refuses_the_start()
    {
        var disk = await FilledAsync(snapshots: true);
        foreach (var name in disk.List().Where(n => StoreFileNames.ZxidOfSnapshot(n) is not null).ToArray()) disk.Delete(name);
        Assert.Contains("missing", (await RefusedAsync(disk)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_newest_snapshot_is_put_aside_and_the_older_one_with_its_logs_gives_the_same()
    {
        var disk = await FilledAsync(snapshots: true);
        var newest = Newest(disk, StoreFileNames.ZxidOfSnapshot);
        Spoil(disk, newest, 100);
        await AssertWholeAsync(disk);
        Assert.Contains(newest + StoreFileNames.Damaged, disk.List());
        Assert.Contains(_logger.Lines, line => line.StartsWith("Error", StringComparison.Ordinal) && line.Contains(newest + ", byte ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task When_every_snapshot_is_damaged_and_the_first_logs_are_gone_the_start_is_refused_with_the_newest_ones_damage()
    {
        var disk = await FilledAsync(snapshots: true);
        foreach (var name in disk.List().Where(n => StoreFileNames.ZxidOfSnapshot(n) is not null)) Spoil(disk, name, 100);
        var refused = await RefusedAsync(disk);
        Assert.EndsWith(Newest(disk, StoreFileNames.ZxidOfSnapshot), refused.File, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_snapshot_is_refused_when_any_of_its_bytes_changed_or_is_missing()
    {
        var disk = await FilledAsync(snapshots: true);
        var name = Newest(disk, StoreFileNames.ZxidOfSnapshot);
        var bytes = disk.Bytes(name);
        for (var at = 0; at < bytes.Length; at++)
        {
            var spoilt = (byte[])bytes.Clone();
            spoilt[at] ^= 0x10;
            Assert.True(Read(spoilt) is not null, $"byte {at} was changed and nobody noticed");
            Assert.True(Read(bytes[..at]) is not null, $"cut at {at} and nobody noticed");
        }

        Assert.NotNull(Read([.. bytes, 0]));
        Assert.Null(Read(bytes));

        static (long Offset, string Problem)? Read(byte[] bytes)
        {
            var disk = new PowerLossDisk();
            disk.Put("s", bytes);
            using var file = disk.Open("s");
            return SnapshotReader.Read(file, new StoreImage(), out _);
        }
    }

    [Fact]
    public async Task A_file_of_a_newer_version_or_of_another_store_refuses_the_start()
    {
        var disk = await FilledAsync();
        var log = LastLog(disk);
        var bytes = disk.Bytes(log);
        bytes[11] = 9;
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(44), Checksum.Of(0, bytes.AsSpan(0, 44)));
        disk.Put(log, bytes);
        Assert.Contains("version 9, this program reads version 1", (await RefusedAsync(disk)).Message, StringComparison.Ordinal);

        var (one, two) = (await FilledAsync(snapshots: true), await FilledAsync(snapshots: true));
        var foreign = Newest(one, StoreFileNames.ZxidOfLog);
        one.Put(foreign, two.Bytes(foreign));
        Assert.Contains("belongs to the store", (await RefusedAsync(one)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_never_finished_is_removed()
    {
        var disk = await FilledAsync();
        disk.Put(StoreFileNames.Snapshot(99) + StoreFileNames.Unfinished, [1, 2, 3]);
        await AssertWholeAsync(disk);
        Assert.DoesNotContain(disk.List(), name => name.EndsWith(StoreFileNames.Unfinished, StringComparison.Ordinal));
    }

    /// <summary>A hundred znodes, one record each.</summary>
    private static async Task<PowerLossDisk> FilledAsync(bool snapshots = false)
    {
        var disk = new PowerLossDisk();
        await using (var server = await DurableServer.StartAsync(disk, new EmbeddedOptions { SnapshotTransactions = snapshots ? 15 : 100_000 }))
        {
            using var client = await RawClient.ConnectAsync(server);
            for (var i = 0; i < 100; i++)
            {
                Assert.Equal(ErrorCode.Ok, (await client.CreateAsync($"/n{i}", [(byte)i])).Header.Error);
                if (snapshots && i % 16 == 15) await Testing.Eventually.BecomesTrue(() => IsQuiet(disk), "a snapshot");
            }
        }

        return disk.AfterKill();
    }

    /// <summary>The snapshot that was due is there, and what it made superfluous is gone.</summary>
    private static bool IsQuiet(PowerLossDisk disk) =>
        !disk.List().Any(StoreFileNames.IsUnfinished) && StoreFiles.Of(disk.List()) is { Snapshots.Count: > 0 } files
        && files.Snapshots[0] == files.Logs[^1] && files.Superfluous().Count == 0;

    private async Task AssertWholeAsync(PowerLossDisk disk)
    {
        await using var server = await DurableServer.StartAsync(disk, logger: _logger);
        using var client = await RawClient.ConnectAsync(server);
        for (var i = 0; i < 100; i++) Assert.Equal(ErrorCode.Ok, (await client.ReadAsync(OpCode.Exists, $"/n{i}")).Header.Error);
    }

    private static Task<ZooKeeperStorageException> RefusedAsync(PowerLossDisk disk) => Assert.ThrowsAsync<ZooKeeperStorageException>(() => DurableServer.StartAsync(disk));

    private static string LastLog(PowerLossDisk disk) => Newest(disk, StoreFileNames.ZxidOfLog);

    private static string Newest(PowerLossDisk disk, Func<string, long?> number) => disk.List().Where(n => number(n) is not null).Max(StringComparer.Ordinal)!;

    private static void Spoil(PowerLossDisk disk, string name, int at)
    {
        var bytes = disk.Bytes(name);
        bytes[at] ^= 0x10;
        disk.Put(name, bytes);
    }

    /// <summary>Where the records of a log end: it is walked by their lengths.</summary>
    private static int EndOf(PowerLossDisk disk, string log)
    {
        var bytes = disk.Bytes(log);
        var at = FileHeader.Size;
        while (at < bytes.Length && RecordFrame.LengthOf(bytes.AsSpan(at)) is > 0 and var length) at += RecordFrame.PrefixSize + length;
        return at;
    }
}
